// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: memory for the firmware.
 *
 * The buffer behind smi_data, and the bounce buffer behind /dev/dcdbas. Both
 * lie below 4 GiB and do not move: firmware is told addresses, and programs
 * keep them. They may hold BIOS passwords, so they are wiped when the driver is
 * unbound, when the machine is shut down, and before they are freed.
 *
 * dcdbas->lock is held by all callers but those that say otherwise.
 */

#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "dcdbas.h"

/* A request through /dev/dcdbas, and as much behind it as a guard. */
#define DCDBAS_BOUNCE_LIMIT	SZ_4K
#define DCDBAS_BOUNCE_SIZE	(2 * DCDBAS_BOUNCE_LIMIT)

/**
 * dcdbas_buffer_alloc() - allocate memory that the firmware can read and write
 * @dev: device whose DMA mask is 32 bits
 * @buffer: filled in; the memory is zeroed
 * @size: bytes, not 0
 *
 * Takes no lock.
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
 * @buffer: what dcdbas_buffer_alloc() filled in, or zeros; zeroed
 *
 * Takes no lock.
 */
void dcdbas_buffer_free(struct device *dev, struct smi_buffer *buffer)
{
	if (!buffer->virt)
		return;
	memzero_explicit(buffer->virt, buffer->size);
	dma_free_coherent(dev, buffer->size, buffer->virt, buffer->dma);
	memset(buffer, 0, sizeof(*buffer));
}

/**
 * dcdbas_buffer_wipe() - leave nothing of what was written to the buffer
 * @dd: driver state, lock held
 *
 * Firmware may still have to read a host control command, and nothing else is
 * in the buffer then.
 */
void dcdbas_buffer_wipe(struct dcdbas *dd)
{
	struct smi_buffer *memory = &dd->buffer.memory;

	if (memory->virt && !dd->address_told)
		memzero_explicit(memory->virt, memory->size);
}

/**
 * dcdbas_buffer_init() - choose the memory of the buffer
 * @dd: driver state, at probe, lock held
 *
 * Firmware that reads only its own buffer gets that one. Where it names none
 * that is usable, an ordinary buffer still serves host control, and requests
 * are refused. Without memory for a bounce buffer only /dev/dcdbas is missing.
 */
void dcdbas_buffer_init(struct dcdbas *dd)
{
	struct dcdbas_buffer *buffer = &dd->buffer;
	int ret;

	if (!dd->bounce.virt)
		dcdbas_buffer_alloc(dd->dev, &dd->bounce, DCDBAS_BOUNCE_SIZE);

	memset(&buffer->memory, 0, sizeof(buffer->memory));
	ret = dcdbas_wsmt_map_buffer(dd->dev, &buffer->memory);
	dd->requests_refused = ret < 0;
	buffer->is_firmware = ret > 0;
	buffer->size = buffer->memory.size;
	buffer->limit = buffer->size ?: DCDBAS_MAX_BUFFER_SIZE;
	/* What an earlier kernel has left there is nobody's to read. */
	dcdbas_buffer_wipe(dd);
}

/**
 * dcdbas_buffer_release() - wipe the buffer when the driver is unbound
 * @dd: driver state, lock held
 */
void dcdbas_buffer_release(struct dcdbas *dd)
{
	struct smi_buffer *memory = &dd->buffer.memory;

	dcdbas_buffer_wipe(dd);
	if (dd->buffer.is_firmware)
		memunmap(memory->virt);
	memset(memory, 0, sizeof(*memory));
	dd->buffer.size = 0;
}

/**
 * dcdbas_buffer_exit() - free what the driver has kept
 * @dd: driver state, not bound; no lock
 */
void dcdbas_buffer_exit(struct dcdbas *dd)
{
	dcdbas_buffer_free(dd->dev, &dd->bounce);
	/* Firmware may still write an answer to host control. */
	if (!dd->address_told)
		dcdbas_buffer_free(dd->dev, &dd->buffer.own);
}

/*
 * Makes sure of memory for @size bytes. The first need takes as much as there
 * will ever be, or as much of it as can be had.
 */
static int dcdbas_buffer_need(struct dcdbas *dd, unsigned long size)
{
	struct dcdbas_buffer *buffer = &dd->buffer;
	unsigned long capacity = DCDBAS_MAX_BUFFER_SIZE;

	if (buffer->memory.virt)
		return size <= buffer->memory.size ? 0 : -ENOMEM;

	while (!buffer->own.virt) {
		if (capacity < size || capacity < PAGE_SIZE)
			return -ENOMEM;
		if (!dcdbas_buffer_alloc(dd->dev, &buffer->own, capacity))
			break;
		capacity /= 2;
	}
	if (size > buffer->own.size)
		return -ENOMEM;
	buffer->memory = buffer->own;
	return 0;
}

/**
 * dcdbas_buffer_address() - the buffer's address for the firmware
 * @dd: driver state, lock held
 * @addr: set to it; it stays the same while the device is bound
 *
 * Return: 0, or -ENOMEM: there is no memory that could have an address.
 */
int dcdbas_buffer_address(struct dcdbas *dd, u32 *addr)
{
	int ret;

	lockdep_assert_held(&dd->lock);

	ret = dcdbas_buffer_need(dd, 0);
	if (ret)
		return ret;
	*addr = dd->buffer.memory.dma;
	return 0;
}

/**
 * dcdbas_buffer_reserve() - make the buffer at least @size bytes
 * @dd: driver state, lock held
 * @size: bytes
 *
 * Never shrinks and never moves. Bytes that this adds are 0.
 *
 * Return: 0, -EINVAL past the limit, -ENOMEM past the capacity, -ESHUTDOWN once
 * host control wants the buffer or has told firmware its address.
 */
int dcdbas_buffer_reserve(struct dcdbas *dd, unsigned long size)
{
	struct dcdbas_buffer *buffer = &dd->buffer;
	int ret;

	lockdep_assert_held(&dd->lock);

	if (size <= buffer->size)
		return 0;
	if (size > buffer->limit)
		return -EINVAL;
	if (READ_ONCE(dd->closed))
		return -ESHUTDOWN;

	ret = dcdbas_buffer_need(dd, size);
	if (ret)
		return ret;
	memset(buffer->memory.virt + buffer->size, 0, size - buffer->size);
	buffer->size = size;
	return 0;
}

/**
 * dcdbas_buffer_clear() - zero the buffer
 * @dd: driver state, lock held
 */
void dcdbas_buffer_clear(struct dcdbas *dd)
{
	lockdep_assert_held(&dd->lock);

	if (dd->buffer.size)
		memzero_explicit(dd->buffer.memory.virt, dd->buffer.size);
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

	return memory_read_from_buffer(to, count, &pos, dd->buffer.memory.virt,
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
	if (count > dd->buffer.limit || pos > dd->buffer.limit - count)
		return -EINVAL;
	if (READ_ONCE(dd->closed))
		return -ESHUTDOWN;

	ret = dcdbas_buffer_reserve(dd, pos + count);
	if (ret)
		return ret;
	memcpy(dd->buffer.memory.virt + pos, from, count);
	return count;
}

/* How much of the firmware's own buffer a call through /dev/dcdbas may change. */
static size_t dcdbas_bounce_saved(const struct dcdbas *dd)
{
	return min_t(size_t, dd->buffer.memory.size, dd->bounce.size);
}

/**
 * dcdbas_bounce_limit() - how large a request through /dev/dcdbas may be
 * @dd: driver state, bound; constant as long as it is
 *
 * Return: bytes.
 */
size_t dcdbas_bounce_limit(const struct dcdbas *dd)
{
	if (dd->buffer.is_firmware)
		return min_t(size_t, dd->buffer.memory.size,
			     DCDBAS_BOUNCE_LIMIT);
	return DCDBAS_BOUNCE_LIMIT;
}

/**
 * dcdbas_bounce_begin() - put a request where firmware reads it
 * @dd: driver state, lock held until dcdbas_bounce_end()
 * @image: the request
 * @size: its bytes, at most dcdbas_bounce_limit()
 *
 * That is the bounce buffer, or the firmware's own where it reads no other:
 * what smi_data has there is then kept in the bounce buffer for the time being.
 *
 * Return: where it is, and @size.
 */
struct smi_buffer dcdbas_bounce_begin(struct dcdbas *dd, const void *image,
				      size_t size)
{
	struct smi_buffer area = dd->bounce;

	lockdep_assert_held(&dd->lock);

	if (dd->buffer.is_firmware) {
		area = dd->buffer.memory;
		memcpy(dd->bounce.virt, area.virt, dcdbas_bounce_saved(dd));
	}
	memcpy(area.virt, image, size);
	area.size = size;
	return area;
}

/**
 * dcdbas_bounce_end() - fetch the answer and leave nothing behind
 * @dd: driver state, lock held since dcdbas_bounce_begin()
 * @image: filled with the answer
 * @size: as before
 */
void dcdbas_bounce_end(struct dcdbas *dd, void *image, size_t size)
{
	lockdep_assert_held(&dd->lock);

	if (dd->buffer.is_firmware) {
		memcpy(image, dd->buffer.memory.virt, size);
		memcpy(dd->buffer.memory.virt, dd->bounce.virt,
		       dcdbas_bounce_saved(dd));
	} else {
		memcpy(image, dd->bounce.virt, size);
	}
	memzero_explicit(dd->bounce.virt, dd->bounce.size);
}
