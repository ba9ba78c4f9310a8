// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: the store room.
 *
 * Keeps the memory that the firmware reads and writes: below 4 GiB, grown on
 * demand, every access within bounds. It may hold BIOS passwords, so nothing
 * leaves it by being freed: memory is wiped first.
 *
 * dcdbas->lock is held by whoever reads, writes or grows, so that nobody sees
 * a buffer that is being replaced.
 */

#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/string.h>

#include "dcdbas.h"

static int smi_buffer_alloc(struct device *dev, struct smi_buffer *buffer,
			    unsigned long size)
{
	/* Root chooses the size: a failure is an errno, not a splat. */
	buffer->virt = dma_alloc_coherent(dev, size, &buffer->dma,
					  GFP_KERNEL | __GFP_NOWARN);
	if (!buffer->virt)
		return -ENOMEM;
	buffer->size = size;
	return 0;
}

static void smi_buffer_free(struct device *dev, struct smi_buffer *buffer)
{
	if (!buffer->virt)
		return;
	memzero_explicit(buffer->virt, buffer->size);
	dma_free_coherent(dev, buffer->size, buffer->virt, buffer->dma);
	memset(buffer, 0, sizeof(*buffer));
}

/**
 * dcdbas_smi_alloc() - get memory that the firmware can read and write
 * @smi_buffer: filled in; the memory is zeroed and lies below 4 GiB
 * @size: bytes, not 0
 *
 * May sleep. The memory is the caller's own and is not limited to the size of
 * the buffer behind smi_data.
 *
 * Return: 0, -EINVAL for a size of 0, -ENODEV before the driver has started,
 * -ENOMEM.
 */
int dcdbas_smi_alloc(struct smi_buffer *smi_buffer, unsigned long size)
{
	struct device *dev = dcdbas_device();

	memset(smi_buffer, 0, sizeof(*smi_buffer));
	if (!dev)
		return -ENODEV;
	if (!size)
		return -EINVAL;
	return smi_buffer_alloc(dev, smi_buffer, size);
}
EXPORT_SYMBOL_GPL(dcdbas_smi_alloc);

/**
 * dcdbas_smi_free() - wipe and give back what dcdbas_smi_alloc() gave
 * @smi_buffer: zeroed as well; one that holds no memory is left alone
 *
 * May sleep.
 */
void dcdbas_smi_free(struct smi_buffer *smi_buffer)
{
	smi_buffer_free(dcdbas_device(), smi_buffer);
}
EXPORT_SYMBOL_GPL(dcdbas_smi_free);

static void dcdbas_buffer_release(void *data)
{
	struct dcdbas *dd = data;

	if (dd->buffer_is_firmware) {
		memzero_explicit(dd->buffer.virt, dd->buffer.size);
		memunmap(dd->buffer.virt);
	} else {
		smi_buffer_free(dd->dev, &dd->buffer);
	}
}

static int dcdbas_buffer_use_firmware(struct dcdbas *dd, u64 addr, u64 size)
{
	void *virt = memremap(addr, size, MEMREMAP_WB);

	if (!virt) {
		dev_err(dd->dev, "WSMT: cannot map the firmware's buffer at %#llx: SMI requests are refused, host control works\n",
			addr);
		return -ENOMEM;
	}
	dd->buffer.virt = virt;
	dd->buffer.size = size;
	dd->buffer.dma = addr;
	dd->buffer_limit = size;
	dd->buffer_is_firmware = true;
	dev_info(dd->dev, "WSMT: using the firmware's buffer, %llu bytes at %#llx\n",
		 size, addr);
	return 0;
}

/**
 * dcdbas_buffer_init() - decide where the buffer lives
 * @dd: driver state, at probe
 *
 * Firmware that insists on a buffer of its own gets that one. Where it insists
 * and names none that is usable, an ordinary buffer still serves host control,
 * and requests are refused.
 *
 * Return: 0 or -ENOMEM.
 */
int dcdbas_buffer_init(struct dcdbas *dd)
{
	u64 addr, size;
	int ret;

	dd->buffer_limit = DCDBAS_MAX_BUFFER_SIZE;

	ret = dcdbas_wsmt_find_buffer(dd->dev, &addr, &size);
	if (ret > 0)
		ret = dcdbas_buffer_use_firmware(dd, addr, size);
	if (ret < 0)
		dd->requests_refused = true;

	return devm_add_action_or_reset(dd->dev, dcdbas_buffer_release, dd);
}

/**
 * dcdbas_buffer_reserve() - see to it that the buffer has at least @size bytes
 * @dd: driver state, lock held
 * @size: bytes
 *
 * Never shrinks. Growing keeps the content and may change the address.
 *
 * Return: 0, -EINVAL past the limit, -ENOMEM (the old buffer stays as it was).
 */
int dcdbas_buffer_reserve(struct dcdbas *dd, unsigned long size)
{
	struct smi_buffer grown;
	int ret;

	lockdep_assert_held(&dd->lock);

	if (size <= dd->buffer.size)
		return 0;
	if (size > dd->buffer_limit)
		return -EINVAL;

	ret = smi_buffer_alloc(dd->dev, &grown, size);
	if (ret)
		return ret;
	if (dd->buffer.virt)
		memcpy(grown.virt, dd->buffer.virt, dd->buffer.size);
	smi_buffer_free(dd->dev, &dd->buffer);
	dd->buffer = grown;
	return 0;
}

/**
 * dcdbas_buffer_clear() - zero the buffer
 * @dd: driver state, lock held
 */
void dcdbas_buffer_clear(struct dcdbas *dd)
{
	lockdep_assert_held(&dd->lock);

	if (dd->buffer.virt)
		memzero_explicit(dd->buffer.virt, dd->buffer.size);
}

/**
 * dcdbas_buffer_read() - copy out of the buffer
 * @dd: driver state, lock held
 * @to: where to
 * @pos: offset in the buffer, not negative
 * @count: bytes wanted
 *
 * Return: bytes copied; 0 at and past the end.
 */
ssize_t dcdbas_buffer_read(struct dcdbas *dd, void *to, loff_t pos,
			   size_t count)
{
	lockdep_assert_held(&dd->lock);

	return memory_read_from_buffer(to, count, &pos, dd->buffer.virt,
				       dd->buffer.size);
}

/**
 * dcdbas_buffer_write() - copy into the buffer, growing it as needed
 * @dd: driver state, lock held
 * @from: what
 * @pos: offset in the buffer, not negative
 * @count: bytes, all or none
 *
 * Return: @count, or as dcdbas_buffer_reserve().
 */
ssize_t dcdbas_buffer_write(struct dcdbas *dd, const void *from, loff_t pos,
			    size_t count)
{
	int ret;

	lockdep_assert_held(&dd->lock);

	/* In this order nothing wraps, whatever the offset. */
	if (count > dd->buffer_limit || pos > dd->buffer_limit - count)
		return -EINVAL;

	ret = dcdbas_buffer_reserve(dd, pos + count);
	if (ret)
		return ret;
	memcpy(dd->buffer.virt + pos, from, count);
	return count;
}
