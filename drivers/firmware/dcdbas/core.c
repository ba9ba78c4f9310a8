// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: module, device and probe, and the
 * functions that other modules call.
 *
 * Removal is the reverse of probe: the driver core removes dev_groups and waits
 * for callers inside an attribute, then releases what devm holds. The state and
 * its memory stay until the module goes, since files of /dev/dcdbas may still be
 * open and addresses may still be known.
 */

/**
 * DOC: overview
 *
 * Dell PowerEdge servers are managed through their firmware, and the firmware
 * is reached by a System Management Interrupt. The firmware takes a physical
 * address below 4 GiB; this driver keeps a buffer there and lets the
 * administrator fill it, raise the interrupt and read the answer, through
 * files in /sys/devices/platform/dcdbas, or by one ioctl on /dev/dcdbas. It can
 * also ask the firmware to turn the machine off, or off and on again, at the end
 * of a shutdown.
 *
 * A request goes one way: sysfs.c or chardev.c takes it in, request.c checks
 * it, buffer.c keeps the bytes, smi.c raises the interrupt. At shutdown,
 * shutdown.c calls host_control.c, which uses buffer.c and smi.c. No file
 * calls back up.
 */

#include <linux/dma-mapping.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#include "dcdbas.h"

/* All memory belongs to it: it exists as long as the module. */
static struct platform_device *dcdbas_pdev;

static struct dcdbas dcdbas_state = {
	.lock = __MUTEX_INITIALIZER(dcdbas_state.lock),
};

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
	dcdbas_buffer_free(&dcdbas_pdev->dev, smi_buffer);
}
EXPORT_SYMBOL_GPL(dcdbas_smi_free);

/**
 * dcdbas_smi_request() - raise an SMI for another module
 * @smi_cmd: port, code and registers, passed through as they are
 *
 * May sleep. Addresses in @smi_cmd are for the firmware: physical and below
 * 4 GiB, as dcdbas_smi_alloc() returns them. Whether firmware reads memory that
 * is not its own (WSMT) is for the caller to find out. Lockdown does not apply:
 * it protects the kernel from user space.
 *
 * Return: 0 once firmware has returned, -EBADR for a wrong magic, -EOPNOTSUPP,
 * -ENXIO or -EBUSY as dcdbas_smi_raise_on_cpu0().
 */
int dcdbas_smi_request(struct smi_cmd *smi_cmd)
{
	return dcdbas_request_kernel(smi_cmd);
}
EXPORT_SYMBOL(dcdbas_smi_request);

static void dcdbas_unbind(void *data)
{
	struct dcdbas *dd = data;

	mutex_lock(&dd->lock);
	if (dd->host_control.on_shutdown)
		dev_warn(dd->dev, "host control: armed, but the driver is being unbound: the action is dropped\n");
	memset(&dd->host_control, 0, sizeof(dd->host_control));
	dcdbas_buffer_release(dd);
	dd->bound = false;
	mutex_unlock(&dd->lock);
}

static void dcdbas_bind(struct dcdbas *dd)
{
	dd->host_control_refused = false;
	memset(&dd->host_control, 0, sizeof(dd->host_control));

	dcdbas_buffer_init(dd);

	if (!dcdbas_smi_supported()) {
		dev_err(dd->dev, "Xen: firmware would see neither the registers nor the addresses of this kind of domain: SMI requests and host control are refused\n");
		dd->requests_refused = true;
		dd->host_control_refused = true;
	}
	dd->bound = true;
}

static int dcdbas_probe(struct platform_device *pdev)
{
	struct dcdbas *dd = &dcdbas_state;
	int ret;

	/* Another device, through driver_override, would share our buffer. */
	if (pdev != dcdbas_pdev) {
		dev_err(&pdev->dev, "this driver serves its own device only\n");
		return -EBUSY;
	}

	platform_set_drvdata(pdev, dd);

	mutex_lock(&dd->lock);
	dcdbas_bind(dd);
	mutex_unlock(&dd->lock);
	ret = devm_add_action_or_reset(&pdev->dev, dcdbas_unbind, dd);
	if (ret)
		return ret;

	/* After the buffer, which its handlers use to the end. */
	dcdbas_shutdown_bind(dd);

	dcdbas_chardev_init(dd);
	return 0;
}

/*
 * At a restart, power off, halt and kexec, whether host control is armed or
 * not: a password must not be there for the next system. Somebody who has the
 * lock now is not waited for.
 */
static void dcdbas_shutdown(struct platform_device *pdev)
{
	struct dcdbas *dd = platform_get_drvdata(pdev);

	if (!mutex_trylock(&dd->lock))
		return;
	dcdbas_buffer_wipe(dd);
	mutex_unlock(&dd->lock);
}

static struct platform_driver dcdbas_driver = {
	.driver = {
		.name = "dcdbas",
		.dev_groups = dcdbas_groups,
	},
	.probe = dcdbas_probe,
	.shutdown = dcdbas_shutdown,
};

static int __init dcdbas_init(void)
{
	int ret;

	dcdbas_ports_init();

	dcdbas_pdev = platform_device_alloc("dcdbas", PLATFORM_DEVID_NONE);
	if (!dcdbas_pdev)
		return -ENOMEM;
	/* Firmware takes 32-bit physical addresses and no others. */
	dcdbas_pdev->platform_dma_mask = DMA_BIT_MASK(32);
	dcdbas_pdev->dev.dma_mask = &dcdbas_pdev->platform_dma_mask;
	dcdbas_pdev->dev.coherent_dma_mask = DMA_BIT_MASK(32);
	dcdbas_state.dev = &dcdbas_pdev->dev;

	ret = dcdbas_shutdown_init(&dcdbas_state);
	if (ret)
		goto put;
	ret = platform_driver_register(&dcdbas_driver);
	if (ret)
		goto shutdown;
	ret = platform_device_add(dcdbas_pdev);
	if (ret)
		goto unregister;
	return 0;

unregister:
	platform_driver_unregister(&dcdbas_driver);
shutdown:
	dcdbas_shutdown_exit();
put:
	platform_device_put(dcdbas_pdev);
	dcdbas_pdev = NULL;
	return ret;
}

static void __exit dcdbas_exit(void)
{
	/* The memory goes before the device that it was allocated for. */
	platform_driver_unregister(&dcdbas_driver);
	dcdbas_shutdown_exit();
	dcdbas_buffer_exit(&dcdbas_state);
	platform_device_unregister(dcdbas_pdev);
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
