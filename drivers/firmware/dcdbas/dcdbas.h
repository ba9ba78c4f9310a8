/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Dell Systems Management Base Driver: what its source files share with each
 * other. Other modules include <linux/dcdbas.h>.
 */
#ifndef _DCDBAS_H
#define _DCDBAS_H

#include <linux/dcdbas.h>
#include <linux/init.h>
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
 * struct dcdbas - all state of the driver; lives while the device is bound
 * @dev: the platform device
 * @lock: guards everything below that is not constant after probe
 * @buffer: what smi_data shows; size 0 until the first use
 * @buffer_limit: bytes that @buffer may have, constant
 * @buffer_is_firmware: @buffer is memory of the firmware's own, constant
 * @requests_refused: WSMT forbids our buffer and names none, constant
 * @host_control: the action after shutdown
 */
struct dcdbas {
	struct device *dev;
	struct mutex lock;	/* buffer and host_control */
	struct smi_buffer buffer;
	unsigned long buffer_limit;
	bool buffer_is_firmware;
	bool requests_refused;
	struct dcdbas_host_control host_control;
};

/* sysfs.c */
extern const struct attribute_group *dcdbas_groups[];

/* request.c */
int dcdbas_request_submit(struct dcdbas *dd, unsigned long request);
int dcdbas_request_kernel(const struct smi_cmd *smi_cmd);

/* lockdown.c */
int dcdbas_lockdown_check(u16 port, u8 code);

/* ports.c */
void __init dcdbas_ports_init(void);
bool dcdbas_ports_advertised(u16 port, u8 code);

/* smi.c */
void dcdbas_smi_raise(u16 port, u8 code, u32 ebx, u32 ecx);
int dcdbas_smi_on_cpu0(int (*fn)(void *), void *arg);
int dcdbas_smi_on_cpu0_at_shutdown(int (*fn)(void *), void *arg);

/* buffer.c */
int dcdbas_buffer_alloc(struct device *dev, struct smi_buffer *buffer,
			unsigned long size);
void dcdbas_buffer_free(struct device *dev, struct smi_buffer *buffer);
int dcdbas_buffer_init(struct dcdbas *dd);
int dcdbas_buffer_reserve(struct dcdbas *dd, unsigned long size);
void dcdbas_buffer_clear(struct dcdbas *dd);
ssize_t dcdbas_buffer_read(struct dcdbas *dd, void *to, loff_t pos,
			   size_t count);
ssize_t dcdbas_buffer_write(struct dcdbas *dd, const void *from, loff_t pos,
			    size_t count);

/* wsmt.c */
int dcdbas_wsmt_find_buffer(struct device *dev, u64 *addr, u64 *size);

/* host_control.c */
int dcdbas_host_control_set_action(struct dcdbas *dd, unsigned long action);
int dcdbas_host_control_set_smi_type(struct dcdbas *dd, unsigned long type);
int dcdbas_host_control_arm(struct dcdbas *dd, unsigned long armed);
void dcdbas_host_control_run(struct dcdbas *dd);

/* shutdown.c */
int dcdbas_shutdown_init(struct dcdbas *dd);

#endif /* _DCDBAS_H */
