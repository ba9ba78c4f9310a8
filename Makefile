# SPDX-License-Identifier: GPL-2.0-only
#
# The front door. `make help` says what is behind it.

prefix ?= /usr/local
DESTDIR ?=

# Kbuild takes no path with a space.
ifneq ($(words $(CURDIR)),1)
$(error The path of this tree has a space in it, and the kernel's build cannot \
	take that; move it: '$(CURDIR)')
endif

# Each Makefile would take a relative one from its own directory.
absolute = $(filter /%,$(firstword $(1)))
ifeq ($(and $(call absolute,$(DESTDIR) /),$(call absolute,$(prefix))),)
$(error DESTDIR and prefix are absolute paths: DESTDIR='$(DESTDIR)' prefix='$(prefix)')
endif

VERSION := $(shell cat VERSION)
ifeq ($(VERSION),)
$(error No version: the file VERSION belongs into '$(CURDIR)')
endif

# A kernel's build directory: of the running one, or else the newest there is.
running := $(shell uname -r)
newest = $(patsubst %/Makefile,%,$(shell ls -d \
	   /lib/modules/*/build/Makefile 2>/dev/null | sort -V | tail -n 1))
KDIR ?= $(if $(wildcard /lib/modules/$(running)/build/Makefile),$\
	  /lib/modules/$(running)/build,$(newest))

client := tools/smi-client
testing := tools/testing
rig := $(testing)/poweredge

# For the client's Makefile.
export prefix DESTDIR

all: need-compile modules smi-client

help:
	@echo 'For everybody:'
	@echo '  demo           show an emulated PowerEdge being managed'
	@echo '  vm             a shell on that machine; PROFILE=, KERNEL= choose another,'
	@echo '                 TABLES= is a real machine whose tables it has, REPORT='
	@echo '                 one that smi-client report has asked; DEBUG=gdb waits'
	@echo '                 for gdb'
	@echo '  check          run the tests; both install what they need'
	@echo 'For those who build:'
	@echo '  modules        the driver, for KDIR (default: the running kernel)'
	@echo '  smi-client     the client'
	@echo '  install        driver, client, manual pages; or install-module,'
	@echo '                 install-client; DESTDIR=, prefix=, MODDIR= honoured'
	@echo '  uninstall      take them away again, whichever kernel they were for'
	@echo '  dist           the source as an archive, in build/'
	@echo '  deb, rpm       packages, for the system this runs on; in build/'
	@echo '  clean          remove what was built'
	@echo 'For those who change something:'
	@echo '  unit           the client without a machine: seconds, and no root'
	@echo '  check-debug    the driver tests and stress under a debug kernel'
	@echo '  check-packages build, install and remove the packages, each in a'
	@echo '                 system of its own'
	@echo '  reports        write what is kept beside the reports of machines again'
	@echo '  soak           everything at once under the debug kernel, for MINUTES=30;'
	@echo '                 it tells its seed, and SEED= repeats that one'
	@echo '  bench          speed, against the in-tree driver and smbios-utils'
	@echo '  fuzz           the client against damaged tables; FUZZ_SECONDS='

# ---- build -----------------------------------------------------------------

arch = $(shell grep -qsx 'CONFIG_X86_32=y' $(KDIR)/include/config/auto.conf && \
	 echo ARCH=i386)
# The same bytes wherever the tree lies; debuggers look where DKMS keeps it.
prefix-map = -ffile-prefix-map=$(CURDIR)=/usr/src/dcdbas-$(VERSION)
kbuild = $(MAKE) -C $(KDIR) M=$(CURDIR) CONFIG_DCDBAS=m $(arch) \
	 KCFLAGS='$(strip $(KCFLAGS) $(prefix-map))'

need-kdir:
	@test $(words $(KDIR)) -le 1 || { \
	echo "KDIR has a space in it, and the kernel's build cannot take that:" \
	     "'$(KDIR)'" >&2; exit 1; }
	@test -e "$(KDIR)/Makefile" || { \
	echo "No kernel headers in '$(KDIR)': install linux-headers-$(running)" \
	     "(Debian) or kernel-devel-$(running) (Fedora, RHEL)," \
	     "or name others with KDIR=" >&2; exit 1; }
	@test -e "$(KDIR)/include/config/auto.conf" -a \
	      -e "$(KDIR)/include/generated/utsrelease.h" || { \
	echo "The kernel tree '$(KDIR)' is not prepared for modules:" \
	     "configure it and run 'make modules_prepare' there" >&2; exit 1; }
ifeq ($(origin KDIR),file)
	@test -e "/lib/modules/$(running)/build/Makefile" || \
	echo "Warning: no headers for the running kernel (package" \
	     "linux-headers-$(running)); building for $(KDIR)" >&2
endif

modules: need-kdir
	$(kbuild) modules

smi-client: need-compile
	$(MAKE) -C $(client)

need-compile:
	@packaging/need compile

# Also in the part of the tree that DKMS has. kbuild knows best what it makes, but
# its headers may have gone.
clean:
	! test -e "$(KDIR)/Makefile" || ! test $(words $(KDIR)) -eq 1 || $(kbuild) clean
	find drivers '(' -name '*.o' -o -name '*.ko' -o -name '*.mod' -o -name '*.mod.c' \
		-o -name '.*.cmd' -o -name '.*.d' -o -name modules.order ')' -exec rm -f {} +
	rm -f Module.symvers modules.order .*.cmd .module-common.o
	test ! -d $(client) || $(MAKE) -C $(client) clean
	rm -rf build

# ---- see it work ------------------------------------------------------------

PROFILE ?=
TABLES ?=
DEBUG ?=
REPORT ?=
KERNEL ?=

# The machine builds the driver for its kernel by itself.
machine:
	@$(testing)/setup build vm
	@$(MAKE) --no-print-directory -C $(client)

demo: machine
	@$(rig)/demo

vm: machine
	@$(if $(DEBUG),$(testing)/setup gdb)
	@$(rig)/poweredge $(if $(DEBUG),--$(DEBUG) 1234) $(if $(PROFILE),--profile '$(PROFILE)') \
		$(if $(TABLES),--tables '$(TABLES)') \
		$(if $(REPORT),--report '$(REPORT)') --kernel "$(KERNEL)" --shell

# ---- tests -----------------------------------------------------------------

# Those of the debug kernel, and those that install packages, take longer and
# have targets of their own.
debug-tests = $(wildcard $(testing)/debug/*.t)
package-tests = $(wildcard $(testing)/packages/chroot-*.t) \
	$(testing)/packages/fleet.t
tests = $(filter-out $(debug-tests) $(package-tests),$(wildcard $(testing)/*/*.t)) \
	$(patsubst %.c,%,$(wildcard $(client)/tests/unit/test_*.c)) \
	$(wildcard $(client)/tests/*.t)

# TESTS= runs only those named, and sets up only what they need.
check-groups = $(if $(TESTS),$(or $(shell $(testing)/setup --groups $(TESTS)),\
		 $(error No tests to run)),build vm check gdb style matrix)
client-target = $(if $(filter check,$(check-groups)),tests,\
		$(if $(filter build client,$(check-groups)),all))

check:
	@$(testing)/setup $(check-groups)
	@$(if $(strip $(client-target)),$(MAKE) --no-print-directory \
		-j$$(nproc) -C $(client) $(client-target))
	@$(testing)/run-tests $(or $(TESTS),$(tests))

# Installs nothing: compiler, json-c and cmocka are enough.
unit:
	@$(MAKE) --no-print-directory -j$$(nproc) -C $(client) unit

check-packages:
	@$(testing)/setup packages build vm fleet
	@$(MAKE) --no-print-directory -C $(client)
	@$(testing)/run-tests $(package-tests)

check-debug:
	@$(testing)/setup build vm check debug matrix
	@$(testing)/debug/kernel/build
	@$(testing)/debug/kernel/build debug-686
	@$(testing)/debug/kernel/build built-in
	@$(testing)/run-tests $(debug-tests)

reports:
	@$(testing)/setup build vm check
	@$(MAKE) --no-print-directory -C $(client)
	@$(testing)/reports/regenerate
	@git --no-pager diff --stat -p -- $(testing)/reports

MINUTES ?= 30
SEED ?=

soak:
	@$(testing)/setup build vm check debug
	@$(MAKE) --no-print-directory -C $(client)
	@$(testing)/debug/kernel/build
	@SOAK_MINUTES='$(MINUTES)' SOAK_SEED='$(SEED)' \
		$(testing)/run-tests $(testing)/debug/soak

bench:
	@$(testing)/setup build vm check
	@$(testing)/bench/driver
	@$(MAKE) --no-print-directory -C $(client) bench

fuzz:
	@$(testing)/setup build fuzz
	@$(MAKE) -C $(client) fuzz

# ---- install ---------------------------------------------------------------

release = $(shell sed -n 's/^.*UTS_RELEASE "\(.*\)"/\1/p' \
	    $(KDIR)/include/generated/utsrelease.h)
man4 = $(DESTDIR)$(prefix)/share/man/man4
# A directory below the kernel's; modprobe looks into updates first.
MODDIR ?= updates
module = DESTDIR='$(DESTDIR)' MODDIR='$(MODDIR)' packaging/module

# All that can be wrong is found before anything is built or copied.
need-both: need-module need-client

need-module: need-kdir
	@packaging/need module
	@$(module) check $(release)

need-client:
	@packaging/need client

install: need-both
	@$(MAKE) --no-print-directory KDIR=$(KDIR) install-module
	@$(MAKE) --no-print-directory KDIR=$(KDIR) install-client

install-module: need-module
	$(kbuild) modules
	@$(module) install $(release) drivers/firmware/dcdbas/dcdbas.ko
	@$(MAKE) --no-print-directory install-man

install-man:
	install -d '$(man4)'
	sed 's/@VERSION@/$(VERSION)/' Documentation/man/dcdbas.4.rst | \
		rst2man - '$(man4)/dcdbas.4'
	chmod 644 '$(man4)/dcdbas.4'

install-client: need-client
	$(MAKE) -C $(client)
	$(MAKE) -C $(client) install

uninstall:
	@$(module) uninstall
	rm -f '$(man4)/dcdbas.4'
	$(MAKE) -C $(client) uninstall

# The source as DKMS wants it, for packages.
dkms-source = $(DESTDIR)/usr/src/dcdbas-$(VERSION)
dkms-files = Makefile Kbuild VERSION COPYING $(shell find drivers include \
	     -name '*.[ch]' ! -name '*.mod.c' -o -name 'Kbuild' -o -name 'Kconfig')

install-dkms: install-man
	for file in $(dkms-files); do \
		install -D -m 644 $$file '$(dkms-source)'/$$file || exit; \
	done
	install -D -m 755 packaging/dkms-installed '$(dkms-source)/packaging/dkms-installed'
	sed 's/^\(PACKAGE_VERSION\)=.*/\1="$(VERSION)"/' dkms.conf \
		>'$(dkms-source)/dkms.conf'
	chmod 644 '$(dkms-source)/dkms.conf'

dist:
	@packaging/dist

deb:
	@packaging/build-deb

rpm:
	@packaging/build-rpm

.PHONY: all help need-kdir need-compile modules smi-client clean machine demo vm check \
	unit check-packages check-debug soak bench reports fuzz need-both need-module \
	need-client install install-module install-man install-client \
	uninstall install-dkms dist deb rpm
