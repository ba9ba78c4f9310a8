// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: the front hall.
 *
 * Makes the platform device, binds the driver to it, and says in which order
 * things are built up. Taking down is the reverse and needs no code: the
 * attributes go first (the driver core removes dev_groups and waits for
 * whoever is inside), then what devm holds, last of all the buffer.
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
 * A request walks one way: sysfs.c checks what was written, buffer.c keeps the
 * bytes, smi.c raises the interrupt. At shutdown host_control.c takes the
 * place of sysfs.c. wsmt.c finds the firmware's own buffer on machines whose
 * firmware reads no other.
 */

#include <linux/dma-mapping.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#include "dcdbas.h"

static struct platform_device *dcdbas_pdev;

/**
 * dcdbas_device() - the device that buffers for other modules belong to
 *
 * It is there as long as the module is, bound to the driver or not.
 *
 * Return: the device, or NULL before the driver's initcall.
 */
struct device *dcdbas_device(void)
{
	return dcdbas_pdev ? &dcdbas_pdev->dev : NULL;
}

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

	/* Before host control, which uses the buffer up to the last moment. */
	ret = dcdbas_buffer_init(dd);
	if (ret)
		return ret;

	return dcdbas_host_control_init(dd);
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

	dcdbas_smi_learn_ports();

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
MODULE_VERSION("6.0.0");
MODULE_LICENSE("GPL");
MODULE_ALIAS("dmi:*:[bs]vnD[Ee][Ll][Ll]*:*");
