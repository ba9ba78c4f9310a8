// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: the sysfs attributes.
 *
 * Parses what is written and formats what is read, with dcdbas->lock held
 * around the call into the other files. No hardware, no policy.
 * Every file and every errno: Documentation/ABI/testing/sysfs-platform-dcdbas.
 */

#include <linux/ctype.h>
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "dcdbas.h"
#include "compat.h"

/**
 * dcdbas_parse_number() - read a number that was written to an attribute
 * @text: what was written, with a NUL behind it
 * @count: its bytes
 * @number: set to the number
 *
 * A decimal number and nothing else, but for one newline and for NULs at the
 * end: libsmbios writes "1\0". No sign, no space, no other base, no wrapping.
 *
 * Return: 0, -EINVAL, -ERANGE.
 */
int dcdbas_parse_number(const char *text, size_t count, unsigned long *number)
{
	size_t len = strnlen(text, count);

	if (memchr_inv(text + len, 0, count - len))
		return -EINVAL;
	/* kstrtoul() alone would take a plus sign. */
	if (!isdigit(text[0]))
		return -EINVAL;
	return kstrtoul(text, 10, number);
}

/* Passes a number that was written to @set, which runs with the lock held. */
static ssize_t dcdbas_store_number(struct device *dev, const char *buf,
				   size_t count,
				   int (*set)(struct dcdbas *, unsigned long))
{
	struct dcdbas *dd = dev_get_drvdata(dev);
	unsigned long number;
	int ret;

	ret = dcdbas_parse_number(buf, count, &number);
	if (ret)
		return ret;

	ret = dcdbas_lock(dd);
	if (ret)
		return ret;
	ret = set(dd, number);
	mutex_unlock(&dd->lock);
	return ret ?: count;
}

static ssize_t dcdbas_smi_data_read(struct file *file, struct kobject *kobj,
				    DCDBAS_BIN_ATTR_CONST struct bin_attribute *attr,
				    char *buf, loff_t pos, size_t count)
{
	struct dcdbas *dd = dev_get_drvdata(kobj_to_dev(kobj));
	ssize_t ret;

	ret = dcdbas_lock(dd);
	if (ret)
		return ret;
	ret = dcdbas_buffer_read(dd, buf, pos, count);
	mutex_unlock(&dd->lock);
	return ret;
}

static ssize_t dcdbas_smi_data_write(struct file *file, struct kobject *kobj,
				     DCDBAS_BIN_ATTR_CONST struct bin_attribute *attr,
				     char *buf, loff_t pos, size_t count)
{
	struct dcdbas *dd = dev_get_drvdata(kobj_to_dev(kobj));
	ssize_t ret;

	ret = dcdbas_lock(dd);
	if (!ret) {
		ret = dcdbas_buffer_write(dd, buf, pos, count);
		mutex_unlock(&dd->lock);
	}
	/* sysfs frees its copy as it is, and it may hold a password. */
	memzero_explicit(buf, count);
	return ret;
}

static ssize_t dcdbas_phys_addr_show(struct device *dev,
				     struct device_attribute *attr, char *buf)
{
	struct dcdbas *dd = dev_get_drvdata(dev);
	u32 addr;
	int ret;

	ret = dcdbas_lock(dd);
	if (ret)
		return ret;
	ret = dcdbas_buffer_address(dd, &addr);
	mutex_unlock(&dd->lock);
	return ret ?: sysfs_emit(buf, "%x\n", addr);
}

static ssize_t dcdbas_buf_size_show(struct device *dev,
				    struct device_attribute *attr, char *buf)
{
	struct dcdbas *dd = dev_get_drvdata(dev);
	unsigned long size;
	int ret;

	ret = dcdbas_lock(dd);
	if (ret)
		return ret;
	size = dd->buffer.size;
	mutex_unlock(&dd->lock);
	return sysfs_emit(buf, "%lu\n", size);
}

static ssize_t dcdbas_buf_size_store(struct device *dev,
				     struct device_attribute *attr,
				     const char *buf, size_t count)
{
	return dcdbas_store_number(dev, buf, count, dcdbas_buffer_reserve);
}

static ssize_t dcdbas_request_store(struct device *dev,
				    struct device_attribute *attr,
				    const char *buf, size_t count)
{
	return dcdbas_store_number(dev, buf, count, dcdbas_request_submit);
}

static ssize_t dcdbas_host_control_show(struct device *dev, char *buf,
					const unsigned int *field)
{
	struct dcdbas *dd = dev_get_drvdata(dev);
	unsigned int value;
	int ret;

	ret = dcdbas_lock(dd);
	if (ret)
		return ret;
	value = *field;
	mutex_unlock(&dd->lock);
	return sysfs_emit(buf, "%u\n", value);
}

static ssize_t dcdbas_action_show(struct device *dev,
				  struct device_attribute *attr, char *buf)
{
	struct dcdbas *dd = dev_get_drvdata(dev);

	return dcdbas_host_control_show(dev, buf, &dd->host_control.action);
}

static ssize_t dcdbas_action_store(struct device *dev,
				   struct device_attribute *attr,
				   const char *buf, size_t count)
{
	return dcdbas_store_number(dev, buf, count,
				   dcdbas_host_control_set_action);
}

static ssize_t dcdbas_smi_type_show(struct device *dev,
				    struct device_attribute *attr, char *buf)
{
	struct dcdbas *dd = dev_get_drvdata(dev);

	return dcdbas_host_control_show(dev, buf, &dd->host_control.smi_type);
}

static ssize_t dcdbas_smi_type_store(struct device *dev,
				     struct device_attribute *attr,
				     const char *buf, size_t count)
{
	return dcdbas_store_number(dev, buf, count,
				   dcdbas_host_control_set_smi_type);
}

static ssize_t dcdbas_on_shutdown_show(struct device *dev,
				       struct device_attribute *attr, char *buf)
{
	struct dcdbas *dd = dev_get_drvdata(dev);

	return dcdbas_host_control_show(dev, buf,
					&dd->host_control.on_shutdown);
}

static ssize_t dcdbas_on_shutdown_store(struct device *dev,
					struct device_attribute *attr,
					const char *buf, size_t count)
{
	return dcdbas_store_number(dev, buf, count, dcdbas_host_control_arm);
}

/* Not the macros of <linux/device.h>: they choose the functions' names. */
static struct device_attribute dcdbas_attr_phys_addr =
	__ATTR(smi_data_buf_phys_addr, 0400, dcdbas_phys_addr_show, NULL);
static struct device_attribute dcdbas_attr_buf_size =
	__ATTR(smi_data_buf_size, 0600, dcdbas_buf_size_show,
	       dcdbas_buf_size_store);
static struct device_attribute dcdbas_attr_request =
	__ATTR(smi_request, 0200, NULL, dcdbas_request_store);
static struct device_attribute dcdbas_attr_action =
	__ATTR(host_control_action, 0600, dcdbas_action_show,
	       dcdbas_action_store);
static struct device_attribute dcdbas_attr_smi_type =
	__ATTR(host_control_smi_type, 0600, dcdbas_smi_type_show,
	       dcdbas_smi_type_store);
static struct device_attribute dcdbas_attr_on_shutdown =
	__ATTR(host_control_on_shutdown, 0600, dcdbas_on_shutdown_show,
	       dcdbas_on_shutdown_store);

static struct attribute *dcdbas_attrs[] = {
	&dcdbas_attr_phys_addr.attr,
	&dcdbas_attr_buf_size.attr,
	&dcdbas_attr_request.attr,
	&dcdbas_attr_action.attr,
	&dcdbas_attr_smi_type.attr,
	&dcdbas_attr_on_shutdown.attr,
	NULL
};

static DCDBAS_BIN_ATTR_CONST struct bin_attribute dcdbas_attr_smi_data = {
	.attr = { .name = "smi_data", .mode = 0600 },
	.read = dcdbas_smi_data_read,
	.write = dcdbas_smi_data_write,
};

static DCDBAS_BIN_ATTR_CONST struct bin_attribute
*DCDBAS_BIN_ATTR_CONST dcdbas_bin_attrs[] = {
	&dcdbas_attr_smi_data,
	NULL
};

static const struct attribute_group dcdbas_group = {
	.attrs = dcdbas_attrs,
	.bin_attrs = dcdbas_bin_attrs,
};

const struct attribute_group *dcdbas_groups[] = {
	&dcdbas_group,
	NULL
};
