/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Dell Systems Management Base Driver: what its source files share with each
 * other. Other modules include <linux/dcdbas.h>.
 */
#ifndef _DCDBAS_H
#define _DCDBAS_H

#include <linux/compiler.h>
#include <linux/dcdbas.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/miscdevice.h>
#include <linux/mutex.h>
#include <linux/sysfs.h>

struct device;

/**
 * struct dcdbas_host_control - what to do once the devices are shut down
 * @action: HC_ACTION_* bits
 * @smi_type: HC_SMITYPE_*
 * @on_shutdown: armed when not 0
 */
struct dcdbas_host_control {
	unsigned int action;
	unsigned int smi_type;
	unsigned int on_shutdown;
};

/**
 * struct dcdbas_buffer - what smi_data shows
 * @memory: in use since the first need; its size is the capacity; it does not
 *	move while the device is bound
 * @own: allocated at the first need, kept until the module goes
 * @size: bytes that clients have asked for; every bound check uses this
 * @limit: what @size may be at most; constant while bound
 * @is_firmware: @memory is the firmware's own; constant while bound
 *
 * What lies between @size and the capacity is a guard for firmware that writes
 * too far.
 */
struct dcdbas_buffer {
	struct smi_buffer memory;
	struct smi_buffer own;
	unsigned long size;
	unsigned long limit;
	bool is_firmware;
};

/**
 * struct dcdbas - all state of the driver; there is one, in core.c
 * @dev: the platform device, constant
 * @lock: guards everything below but @misc
 * @bound: between probe and removal; while false only @buffer.own, @bounce,
 *	@closed, @closing, @address_told and @hibernating mean something
 * @requests_refused: firmware would not read our buffer (WSMT), or not see our
 *	registers (Xen); constant while bound
 * @host_control_refused: nobody would carry it out; constant while bound
 * @closed: requests and growing are refused: host control waits for the lock, or
 *	has told firmware the buffer's address; set without the lock
 * @closing: host control waits for the lock: see dcdbas_lock(); set without it
 * @address_told: firmware has been told the buffer's address for host control:
 *	the memory is neither wiped nor freed any more
 * @hibernating: between the two notifications of a hibernation
 * @buffer: what smi_data shows
 * @bounce: for /dev/dcdbas, which is not there without it; allocated once, kept
 *	until the module goes; all zeros but during a call
 * @host_control: the action after shutdown
 * @misc: /dev/dcdbas
 */
struct dcdbas {
	struct device *dev;
	struct mutex lock;	/* everything below but misc */
	bool bound;
	bool requests_refused;
	bool host_control_refused;
	bool closed;
	bool closing;
	bool address_told;
	bool hibernating;
	struct dcdbas_buffer buffer;
	struct smi_buffer bounce;
	struct dcdbas_host_control host_control;
	struct miscdevice misc;
};

/**
 * dcdbas_lock() - take the lock for a program
 * @dd: driver state
 *
 * Not while host control waits for it. It can only look whether the lock is
 * free, and on PREEMPT_RT that fails as long as anybody is queued for it:
 * programs that never give up could keep the queue filled.
 *
 * Return: 0 with the lock held, -EINTR when killed, -ESHUTDOWN.
 */
static inline int dcdbas_lock(struct dcdbas *dd)
{
	if (READ_ONCE(dd->closing))
		return -ESHUTDOWN;
	return mutex_lock_killable(&dd->lock) ? -EINTR : 0;
}

/* sysfs.c */
extern const struct attribute_group *dcdbas_groups[];
int dcdbas_parse_number(const char *text, size_t count, unsigned long *number);

/* chardev.c */
void dcdbas_chardev_init(struct dcdbas *dd);

/* request.c */
int dcdbas_request_submit(struct dcdbas *dd, unsigned long request);
int dcdbas_request_call(struct dcdbas *dd, void *image, size_t size,
			u32 pointers);
int dcdbas_request_kernel(const struct smi_cmd *smi_cmd);

/* lockdown.c */
struct dcdbas_ports;

/**
 * enum dcdbas_lockdown - what a locked down kernel says to a request
 * @DCDBAS_LOCKDOWN_ALLOWED: firmware stays within the buffer
 * @DCDBAS_LOCKDOWN_PORT: firmware does not advertise port and code
 * @DCDBAS_LOCKDOWN_COMMAND: no whole command of the calling interface in the
 *	buffer
 * @DCDBAS_LOCKDOWN_CLASS: firmware does not advertise the class
 * @DCDBAS_LOCKDOWN_CALL: the call is not in the table
 * @DCDBAS_LOCKDOWN_POINTER: a pointer to other memory than the buffer, or to
 *	the command itself
 */
enum dcdbas_lockdown {
	DCDBAS_LOCKDOWN_ALLOWED,
	DCDBAS_LOCKDOWN_PORT,
	DCDBAS_LOCKDOWN_COMMAND,
	DCDBAS_LOCKDOWN_CLASS,
	DCDBAS_LOCKDOWN_CALL,
	DCDBAS_LOCKDOWN_POINTER,
};

enum dcdbas_lockdown dcdbas_lockdown_judge(const struct dcdbas_ports *ports,
					   const struct smi_cmd *cmd,
					   const struct smi_buffer *buffer);
int dcdbas_lockdown_check(const struct smi_cmd *cmd,
			  const struct smi_buffer *buffer);

/* ports.c */

/**
 * struct dcdbas_port - where an SMI is raised
 * @address: I/O port
 * @code: byte to write there
 */
struct dcdbas_port {
	u16 address;
	u8 code;
};

/**
 * struct dcdbas_ports - what a Dell's firmware advertises
 * @num: valid entries of @port; known machines have one pair
 * @port: SMBIOS type 218
 * @classes: bit map of the calling interface's classes, type 218
 * @major: version of Dell's SMBIOS, type 208; 0 if unknown
 */
struct dcdbas_ports {
	unsigned int num;
	struct dcdbas_port port[16];
	u32 classes;
	u8 major;
};

void __init dcdbas_ports_init(void);
const struct dcdbas_ports *dcdbas_ports_get(void);
bool dcdbas_ports_advertised(const struct dcdbas_ports *ports, u16 port,
			     u8 code);

/* smi.c */

/**
 * struct dcdbas_smi - an SMI
 * @port: I/O port and the byte to write there
 * @ebx: register EBX
 * @ecx: register ECX
 * @timed: measure how long it takes
 * @ns: set to that, in nanoseconds, from before OUT to after IN
 */
struct dcdbas_smi {
	struct dcdbas_port port;
	u32 ebx;
	u32 ecx;
	bool timed;
	u64 ns;
};

bool dcdbas_smi_supported(void);
void dcdbas_smi_raise(struct dcdbas_smi *smi);
int dcdbas_smi_raise_on_cpu0(struct dcdbas_smi *smi);
int dcdbas_smi_on_cpu0_at_shutdown(int (*fn)(void *), void *arg);

/* buffer.c */
int dcdbas_buffer_alloc(struct device *dev, struct smi_buffer *buffer,
			unsigned long size);
void dcdbas_buffer_free(struct device *dev, struct smi_buffer *buffer);
void dcdbas_buffer_init(struct dcdbas *dd);
void dcdbas_buffer_wipe(struct dcdbas *dd);
void dcdbas_buffer_release(struct dcdbas *dd);
void dcdbas_buffer_exit(struct dcdbas *dd);
int dcdbas_buffer_address(struct dcdbas *dd, u32 *addr);
int dcdbas_buffer_reserve(struct dcdbas *dd, unsigned long size);
void dcdbas_buffer_clear(struct dcdbas *dd);
ssize_t dcdbas_buffer_read(struct dcdbas *dd, void *to, loff_t pos,
			   size_t count);
ssize_t dcdbas_buffer_write(struct dcdbas *dd, const void *from, loff_t pos,
			    size_t count);
size_t dcdbas_bounce_limit(const struct dcdbas *dd);
struct smi_buffer dcdbas_bounce_begin(struct dcdbas *dd, const void *image,
				      size_t size);
void dcdbas_bounce_end(struct dcdbas *dd, void *image, size_t size);

/* wsmt.c */
int dcdbas_wsmt_map_buffer(struct device *dev, struct smi_buffer *memory);
const char *dcdbas_wsmt_parse_oem_string(const char *text, u64 *addr,
					 u64 *size);
const char *dcdbas_wsmt_parse_scb(const u8 *at, size_t left, u64 *addr,
				  u64 *size);

/* host_control.c */

/**
 * enum dcdbas_wait - how host control may wait
 * @DCDBAS_WAIT_SLEEP: timers run
 * @DCDBAS_WAIT_BUSY: timers may have been shut down already
 */
enum dcdbas_wait {
	DCDBAS_WAIT_SLEEP,
	DCDBAS_WAIT_BUSY,
};

int dcdbas_host_control_set_action(struct dcdbas *dd, unsigned long action);
int dcdbas_host_control_set_smi_type(struct dcdbas *dd, unsigned long type);
int dcdbas_host_control_arm(struct dcdbas *dd, unsigned long armed);
void dcdbas_host_control_run(struct dcdbas *dd, enum dcdbas_wait wait);

/* shutdown.c */
int __init dcdbas_shutdown_init(struct dcdbas *dd);
void dcdbas_shutdown_exit(void);
void dcdbas_shutdown_bind(struct dcdbas *dd);

#endif /* _DCDBAS_H */
