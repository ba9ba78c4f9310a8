# SPDX-License-Identifier: GPL-2.0-only
#
# The front door. `make help` says what is behind it.

prefix ?= /usr/local
DESTDIR ?=

# A kernel's build directory; the newest headers there are unless told.
KDIR ?= $(shell ls -d /lib/modules/*/build 2>/dev/null | sort -V | tail -n 1)

client := tools/smi-client
testing := tools/testing
rig := $(testing)/poweredge

# For the client's Makefile.
export prefix DESTDIR

all: modules smi-client

help:
	@echo 'For everybody:'
	@echo '  demo           show an emulated PowerEdge being managed'
	@echo '  vm             a shell on that machine; PROFILE=, KERNEL= choose another,'
	@echo '                 TABLES= is a real machine whose tables it has'
	@echo '  check          run the tests; both install what they need'
	@echo 'For those who build:'
	@echo '  modules        the driver, for KDIR (default: newest headers installed)'
	@echo '  smi-client     the client'
	@echo '  install        driver, client, manual pages; DESTDIR=, prefix= honoured'
	@echo '  uninstall      take them away again'
	@echo '  clean          remove what was built'
	@echo 'For those who change something:'
	@echo '  check-debug    the driver tests and stress under a debug kernel'
	@echo '  bench          speed, against the in-tree driver and smbios-utils'
	@echo '  fuzz           the client against damaged tables; FUZZ_SECONDS='

# ---- build -----------------------------------------------------------------

arch = $(shell grep -qsx 'CONFIG_X86_32=y' $(KDIR)/include/config/auto.conf && \
	 echo ARCH=i386)
kbuild = $(MAKE) -C $(KDIR) M=$(CURDIR) CONFIG_DCDBAS=m $(arch)

need-kdir:
	@test -e "$(KDIR)/Makefile" || { \
	echo "No kernel headers in '$(KDIR)': install linux-headers-$$(uname -r)," \
	     "or name others with KDIR=" >&2; exit 1; }

modules: need-kdir
	$(kbuild) modules

smi-client:
	$(MAKE) -C $(client)

clean:
	test ! -e "$(KDIR)/Makefile" || $(kbuild) clean
	$(MAKE) -C $(client) clean
	rm -rf build

# ---- see it work ------------------------------------------------------------

PROFILE ?=
TABLES ?=
KERNEL ?=

# The machine builds the driver for its kernel by itself.
machine:
	@$(testing)/setup build vm
	@$(MAKE) --no-print-directory -C $(client)

demo: machine
	@$(rig)/demo

vm: machine
	@$(rig)/poweredge $(if $(PROFILE),--profile '$(PROFILE)') \
		$(if $(TABLES),--tables '$(TABLES)') --kernel "$(KERNEL)" --shell

# ---- tests -----------------------------------------------------------------

# Those of the debug kernel take longer and have a target of their own.
debug-tests = $(wildcard $(testing)/debug/*.t)
tests = $(filter-out $(debug-tests),$(wildcard $(testing)/*/*.t)) \
	$(wildcard $(client)/tests/*.t) \
	$(patsubst %.c,%,$(wildcard $(client)/tests/test_*.c))

# TESTS= runs only those named.
check:
	@$(testing)/setup build vm check matrix
	@$(MAKE) --no-print-directory -C $(client) tests
	@$(testing)/run-tests $(or $(TESTS),$(tests))

check-debug:
	@$(testing)/setup build vm check debug
	@$(testing)/debug/kernel/build
	@$(testing)/run-tests $(debug-tests)

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
# modprobe looks here before it looks among the kernel's own.
module-dir = $(DESTDIR)/lib/modules/$(release)/updates
man4 = $(DESTDIR)$(prefix)/share/man/man4

install: modules
	install -D -m 644 drivers/firmware/dcdbas/dcdbas.ko \
		$(module-dir)/dcdbas.ko
	test -n "$(DESTDIR)" || depmod $(release)
	install -d $(man4)
	rst2man Documentation/man/dcdbas.4.rst $(man4)/dcdbas.4
	$(MAKE) -C $(client) install

uninstall: need-kdir
	rm -f $(module-dir)/dcdbas.ko
	test -n "$(DESTDIR)" || depmod $(release)
	rm -f $(man4)/dcdbas.4
	$(MAKE) -C $(client) uninstall

.PHONY: all help need-kdir modules smi-client clean machine demo vm check \
	check-debug bench fuzz install uninstall
