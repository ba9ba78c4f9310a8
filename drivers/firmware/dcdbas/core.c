// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: module, device and probe, and the
 * functions that other modules call.
 *
 * Removal is the reverse of probe and needs no code here: the driver core
 * removes dev_groups and waits for callers inside an attribute, then releases
 * what devm holds, the buffer last.
 */

/**
 * DOC: overview
 *
 * Dell PowerEdge servers are managed through their firmware, and the firmware
 * is reached by a System Management Interrupt. The firmware takes a physical
 * address below 4 GiB; this driver keeps a buffer there and lets the
 * administrator fill it, raise the interrupt and read the answer, through
 * files in /sys/devices/platform/dcdbas. It can also ask the firmware to turn
 * the machine off, or off and on again, at the end of a shutdown.
 *
 * A request goes one way: sysfs.c parses what was written, request.c checks
 * it, buffer.c keeps the bytes, smi.c raises the interrupt. At shutdown,
 * shutdown.c calls host_control.c, which uses buffer.c and smi.c. No file
 * calls back up.
 */

#include <linux/dma-mapping.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#include "dcdbas.h"

/* Buffers of other modules belong to it: it exists as long as the module. */
static struct platform_device *dcdbas_pdev;

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
	memset(smi_buffer, 0, sizeof(*smi_buffer));
	if (!dcdbas_pdev)
		return -ENODEV;
	if (!size)
		return -EINVAL;
	return dcdbas_buffer_alloc(&dcdbas_pdev->dev, smi_buffer, size);
}
EXPORT_SYMBOL_GPL(dcdbas_smi_alloc);

/**
 * dcdbas_smi_free() - wipe and free what dcdbas_smi_alloc() returned
 * @smi_buffer: zeroed as well; one that holds no memory is left alone
 *
 * May sleep.
 */
void dcdbas_smi_free(struct smi_buffer *smi_buffer)
{
	if (smi_buffer->virt)
		dcdbas_buffer_free(&dcdbas_pdev->dev, smi_buffer);
}
EXPORT_SYMBOL_GPL(dcdbas_smi_free);

/**
 * dcdbas_smi_request() - raise an SMI for another module
 * @smi_cmd: port, code and registers, passed through as they are
 *
 * May sleep. Addresses in @smi_cmd are for the firmware: physical and below
 * 4 GiB, as dcdbas_smi_alloc() returns them. Whether firmware reads memory that
 * is not its own (WSMT) is for the caller to find out.
 *
 * Return: 0 once firmware has returned, -EBADR for a wrong magic, -EPERM under
 * lockdown for a port that firmware does not advertise, -ENXIO or -EBUSY
 * without CPU 0; see dcdbas_smi_on_cpu0().
 */
int dcdbas_smi_request(struct smi_cmd *smi_cmd)
{
	return dcdbas_request_kernel(smi_cmd);
}
EXPORT_SYMBOL(dcdbas_smi_request);

static int dcdbas_probe(struct platform_device *pdev)
{
	struct dcdbas *dd;
	int ret;

	dd = devm_kzalloc(&pdev->dev, sizeof(*dd), GFP_KERNEL);
	if (!dd)
		return -ENOMEM;

	dd->dev = &pdev->dev;
	mutex_init(&dd->lock);
	platform_set_drvdata(pdev, dd);

	/* Before the shutdown handlers, which use the buffer to the end. */
	ret = dcdbas_buffer_init(dd);
	if (ret)
		return ret;

	return dcdbas_shutdown_init(dd);
}

static struct platform_driver dcdbas_driver = {
	.driver = {
		.name = "dcdbas",
		.dev_groups = dcdbas_groups,
	},
	.probe = dcdbas_probe,
};

static int __init dcdbas_init(void)
{
	const struct platform_device_info info = {
		.name = "dcdbas",
		.id = PLATFORM_DEVID_NONE,
		/* Firmware takes 32-bit physical addresses and no others. */
		.dma_mask = DMA_BIT_MASK(32),
	};
	int ret;

	dcdbas_ports_init();

	ret = platform_driver_register(&dcdbas_driver);
	if (ret)
		return ret;

	dcdbas_pdev = platform_device_register_full(&info);
	if (IS_ERR(dcdbas_pdev)) {
		ret = PTR_ERR(dcdbas_pdev);
		dcdbas_pdev = NULL;
		platform_driver_unregister(&dcdbas_driver);
	}
	return ret;
}

static void __exit dcdbas_exit(void)
{
	platform_device_unregister(dcdbas_pdev);
	platform_driver_unregister(&dcdbas_driver);
}

/* Early when built in: other drivers' initcalls use the firmware. */
subsys_initcall_sync(dcdbas_init);
module_exit(dcdbas_exit);

MODULE_DESCRIPTION("Dell Systems Management Base Driver");
#ifdef DCDBAS_VERSION
MODULE_VERSION(DCDBAS_VERSION);
#endif
MODULE_LICENSE("GPL");
MODULE_ALIAS("dmi:*:[bs]vnD[Ee][Ll][Ll]*:*");
