// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: memory for the firmware.
 *
 * Below 4 GiB, grown on demand, every access within bounds. It may hold BIOS
 * passwords, so it is wiped before it is freed.
 *
 * dcdbas->lock is held by whoever reads, writes or grows the buffer.
 */

#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/string.h>

#include "dcdbas.h"

/**
 * dcdbas_buffer_alloc() - allocate memory that the firmware can read and write
 * @dev: device whose DMA mask is 32 bits
 * @buffer: filled in; the memory is zeroed
 * @size: bytes, not 0
 *
 * Return: 0 or -ENOMEM.
 */
int dcdbas_buffer_alloc(struct device *dev, struct smi_buffer *buffer,
			unsigned long size)
{
	/* Root chooses the size: a failure is an errno, not a warning. */
	buffer->virt = dma_alloc_coherent(dev, size, &buffer->dma,
					  GFP_KERNEL | __GFP_NOWARN);
	if (!buffer->virt)
		return -ENOMEM;
	buffer->size = size;
	return 0;
}

/**
 * dcdbas_buffer_free() - wipe and free memory
 * @dev: device that it was allocated for
 * @buffer: what dcdbas_buffer_alloc() filled in; zeroed
 */
void dcdbas_buffer_free(struct device *dev, struct smi_buffer *buffer)
{
	memzero_explicit(buffer->virt, buffer->size);
	dma_free_coherent(dev, buffer->size, buffer->virt, buffer->dma);
	memset(buffer, 0, sizeof(*buffer));
}

static void dcdbas_buffer_release(void *data)
{
	struct dcdbas *dd = data;

	if (dd->buffer_is_firmware) {
		memzero_explicit(dd->buffer.virt, dd->buffer.size);
		memunmap(dd->buffer.virt);
	} else if (dd->buffer.virt) {
		dcdbas_buffer_free(dd->dev, &dd->buffer);
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
 * dcdbas_buffer_init() - choose the memory of the buffer
 * @dd: driver state, at probe
 *
 * Firmware that reads only its own buffer gets that one. Where it names none that
 * is usable, an ordinary buffer still serves host control, and requests are
 * refused.
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
 * dcdbas_buffer_reserve() - make the buffer at least @size bytes
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

	ret = dcdbas_buffer_alloc(dd->dev, &grown, size);
	if (ret)
		return ret;
	if (dd->buffer.virt) {
		memcpy(grown.virt, dd->buffer.virt, dd->buffer.size);
		dcdbas_buffer_free(dd->dev, &dd->buffer);
	}
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
