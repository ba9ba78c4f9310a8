/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Dell Systems Management Base Driver: for other kernel modules.
 * Told in Documentation/driver-api/dcdbas.rst.
 */
#ifndef _LINUX_DCDBAS_H
#define _LINUX_DCDBAS_H

#include <linux/types.h>
#include <uapi/linux/dcdbas.h>

/**
 * struct smi_buffer - memory that the firmware can read and write
 * @virt: address for the kernel
 * @size: bytes
 * @dma: address for the firmware, below 4 GiB
 */
struct smi_buffer {
	u8 *virt;
	unsigned long size;
	dma_addr_t dma;
};

int dcdbas_smi_request(struct smi_cmd *smi_cmd);
int dcdbas_smi_alloc(struct smi_buffer *smi_buffer, unsigned long size);
void dcdbas_smi_free(struct smi_buffer *smi_buffer);

#endif /* _LINUX_DCDBAS_H */
