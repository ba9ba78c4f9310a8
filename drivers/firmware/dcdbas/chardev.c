// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: /dev/dcdbas, one call by one ioctl.
 *
 * Copies a request in, makes the call, copies the answer out. The interface is
 * that of <linux/wmi.h>: DELL_WMI_SMBIOS_CMD takes a struct
 * dell_wmi_smbios_buffer, read() says how large that has to be.
 *
 * The copy is in memory of this call alone, since user memory may take any time
 * to come: the lock is not held while it is copied. An open file keeps the
 * module, but not the device: every call looks whether that is bound.
 */

#include <linux/capability.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <uapi/linux/wmi.h>

#include "dcdbas.h"

/*
 * What is copied, and what offsets of pointers are counted in: the part of the
 * caller's structure behind its length.
 */
struct dcdbas_chardev_image {
	struct smi_calling_interface std;
	struct dell_wmi_extensions ext;
} __packed;

/* The bits of argattrib that mean something: one for each argument. */
#define DCDBAS_ARGATTRIB_POINTER	0x01010101

static struct dcdbas *dcdbas_chardev_state(const struct file *file)
{
	/* misc_open() has put it there. */
	return container_of(file->private_data, struct dcdbas, misc);
}

static bool dcdbas_chardev_capable(void)
{
	return capable(CAP_SYS_ADMIN) || capable(CAP_SYS_RAWIO);
}

/* How large a caller's structure has to be, its length included. */
static int dcdbas_chardev_length(struct dcdbas *dd, u64 *length)
{
	int ret;

	ret = dcdbas_lock(dd);
	if (ret)
		return ret;
	if (dd->bound)
		*length = sizeof(*length) + dcdbas_bounce_limit(dd);
	else
		ret = -ENODEV;
	mutex_unlock(&dd->lock);
	return ret;
}

static ssize_t dcdbas_chardev_read(struct file *file, char __user *to,
				   size_t count, loff_t *pos)
{
	u64 length;
	int ret;

	if (!dcdbas_chardev_capable())
		return -EPERM;
	ret = dcdbas_chardev_length(dcdbas_chardev_state(file), &length);
	if (ret)
		return ret;
	return simple_read_from_buffer(to, count, pos, &length, sizeof(length));
}

/* Returns a bit map of the arguments that are offsets, or an errno. */
static int dcdbas_chardev_pointers(const struct dcdbas_chardev_image *image)
{
	const u32 first = sizeof(*image);
	int pointers = 0;
	unsigned int i;

	if (image->ext.argattrib & ~DCDBAS_ARGATTRIB_POINTER)
		return -EINVAL;

	for (i = 0; i < ARRAY_SIZE(image->std.arg); i++) {
		u32 offset = image->std.arg[i];

		if (!(image->ext.argattrib & BIT(8 * i)))
			continue;
		if (offset < first || offset - first >= image->ext.blength)
			return -EINVAL;
		pointers |= BIT(i);
	}
	return pointers;
}

/* The answer; also what was asked, to see that an answer can be written. */
static int dcdbas_chardev_copy_out(struct dell_wmi_smbios_buffer __user *user,
				   const struct dcdbas_chardev_image *image)
{
	if (copy_to_user(&user->std, &image->std, sizeof(image->std)) ||
	    copy_to_user(user->ext.data, image->ext.data, image->ext.blength))
		return -EFAULT;
	return 0;
}

/* Each byte of the caller's is read once, and checked after that. */
static struct dcdbas_chardev_image *
dcdbas_chardev_copy_in(struct dell_wmi_smbios_buffer __user *user, u64 limit)
{
	struct dcdbas_chardev_image *image;
	struct dell_wmi_extensions ext;
	u64 length;

	if (copy_from_user(&length, &user->length, sizeof(length)) ||
	    copy_from_user(&ext, &user->ext, sizeof(ext)))
		return ERR_PTR(-EFAULT);
	if (length < limit ||
	    ext.blength > limit - sizeof(length) - sizeof(*image))
		return ERR_PTR(-EINVAL);

	image = kmalloc(sizeof(*image) + ext.blength, GFP_KERNEL);
	if (!image)
		return ERR_PTR(-ENOMEM);
	image->ext.argattrib = ext.argattrib;
	image->ext.blength = ext.blength;
	if (copy_from_user(&image->std, &user->std, sizeof(image->std)) ||
	    copy_from_user(image->ext.data, user->ext.data, ext.blength)) {
		kfree_sensitive(image);
		return ERR_PTR(-EFAULT);
	}
	return image;
}

static int dcdbas_chardev_call(struct dcdbas *dd,
			       struct dcdbas_chardev_image *image, u32 blength)
{
	int pointers, ret;

	pointers = dcdbas_chardev_pointers(image);
	if (pointers < 0)
		return pointers;

	ret = dcdbas_lock(dd);
	if (ret)
		return ret;
	if (dd->bound)
		ret = dcdbas_request_call(dd, image, sizeof(*image) + blength,
					  pointers);
	else
		ret = -ENODEV;
	mutex_unlock(&dd->lock);

	/* Firmware can write here as well. */
	image->ext.blength = blength;
	return ret;
}

static long dcdbas_chardev_ioctl(struct file *file, unsigned int cmd,
				 unsigned long arg)
{
	struct dell_wmi_smbios_buffer __user *user = (void __user *)arg;
	struct dcdbas *dd = dcdbas_chardev_state(file);
	struct dcdbas_chardev_image *image;
	u64 length;
	int ret;

	if (cmd != DELL_WMI_SMBIOS_CMD)
		return -ENOIOCTLCMD;
	if (!dcdbas_chardev_capable())
		return -EPERM;

	ret = dcdbas_chardev_length(dd, &length);
	if (ret)
		return ret;
	image = dcdbas_chardev_copy_in(user, length);
	if (IS_ERR(image))
		return PTR_ERR(image);

	/* Memory that cannot be written is an error before firmware is called. */
	ret = dcdbas_chardev_copy_out(user, image);
	if (!ret)
		ret = dcdbas_chardev_call(dd, image, image->ext.blength);
	if (!ret)
		ret = dcdbas_chardev_copy_out(user, image);

	kfree_sensitive(image);
	return ret;
}

static const struct file_operations dcdbas_chardev_fops = {
	.owner = THIS_MODULE,
	.read = dcdbas_chardev_read,
	.llseek = default_llseek,
	.unlocked_ioctl = dcdbas_chardev_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static void dcdbas_chardev_release(void *data)
{
	struct dcdbas *dd = data;

	misc_deregister(&dd->misc);
}

static int dcdbas_chardev_register(struct dcdbas *dd)
{
	int ret;

	if (!dd->bounce.virt)
		return -ENOMEM;

	memset(&dd->misc, 0, sizeof(dd->misc));
	dd->misc.minor = MISC_DYNAMIC_MINOR;
	dd->misc.name = "dcdbas";
	dd->misc.mode = 0600;
	dd->misc.fops = &dcdbas_chardev_fops;
	dd->misc.parent = dd->dev;
	ret = misc_register(&dd->misc);
	if (ret)
		return ret;
	return devm_add_action_or_reset(dd->dev, dcdbas_chardev_release, dd);
}

/**
 * dcdbas_chardev_init() - make the device node
 * @dd: driver state, bound, with its buffers
 *
 * There is none where firmware advertises no port to make calls through, and
 * none where it cannot be had: the files do without.
 */
void dcdbas_chardev_init(struct dcdbas *dd)
{
	int ret;

	if (!dcdbas_ports_get()->num)
		return;

	ret = dcdbas_chardev_register(dd);
	if (ret)
		dev_warn(dd->dev, "cannot make /dev/dcdbas (%d): requests go by the files only\n",
			 ret);
}
