// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: the desk.
 *
 * Reads and checks what is written to the files, formats what is read from
 * them, and takes dcdbas->lock for the rooms behind. No hardware, no policy.
 * Every file and every errno: Documentation/ABI/testing/sysfs-platform-dcdbas.
 */

#include <linux/ctype.h>
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "dcdbas.h"

/*
 * A decimal number and nothing else, but for one newline and for NULs at the
 * end: libsmbios writes "1\0". No sign, no space, no other base, no wrapping.
 */
static int parse_number(const char *text, size_t count, unsigned long max,
			unsigned long *number)
{
	size_t len = strnlen(text, count);
	int ret;

	if (memchr_inv(text + len, 0, count - len))
		return -EINVAL;
	/* kstrtoul() alone would take a plus sign. */
	if (!isdigit(text[0]))
		return -EINVAL;
	ret = kstrtoul(text, 10, number);
	if (ret)
		return ret;
	return *number > max ? -ERANGE : 0;
}

#ifdef DCDBAS_CONST_BIN_ATTRIBUTE
#define BIN_ATTR_CONST const
#else
#define BIN_ATTR_CONST
#endif

static ssize_t smi_data_read(struct file *file, struct kobject *kobj,
			     BIN_ATTR_CONST struct bin_attribute *attr,
			     char *buf, loff_t pos, size_t count)
{
	struct dcdbas *dd = dev_get_drvdata(kobj_to_dev(kobj));
	ssize_t ret;

	mutex_lock(&dd->lock);
	ret = dcdbas_buffer_read(dd, buf, pos, count);
	mutex_unlock(&dd->lock);
	return ret;
}

static ssize_t smi_data_write(struct file *file, struct kobject *kobj,
			      BIN_ATTR_CONST struct bin_attribute *attr,
			      char *buf, loff_t pos, size_t count)
{
	struct dcdbas *dd = dev_get_drvdata(kobj_to_dev(kobj));
	ssize_t ret;

	mutex_lock(&dd->lock);
	ret = dcdbas_buffer_write(dd, buf, pos, count);
	mutex_unlock(&dd->lock);
	/* sysfs frees its copy as it is, and it may hold a password. */
	memzero_explicit(buf, count);
	return ret;
}
static BIN_ATTR_ADMIN_RW(smi_data, 0);

static ssize_t smi_data_buf_phys_addr_show(struct device *dev,
					   struct device_attribute *attr,
					   char *buf)
{
	struct dcdbas *dd = dev_get_drvdata(dev);
	u32 addr;

	mutex_lock(&dd->lock);
	addr = dd->buffer.dma;
	mutex_unlock(&dd->lock);
	return sysfs_emit(buf, "%x\n", addr);
}
static DEVICE_ATTR_ADMIN_RO(smi_data_buf_phys_addr);

static ssize_t smi_data_buf_size_show(struct device *dev,
				      struct device_attribute *attr, char *buf)
{
	struct dcdbas *dd = dev_get_drvdata(dev);
	unsigned long size;

	mutex_lock(&dd->lock);
	size = dd->buffer.size;
	mutex_unlock(&dd->lock);
	return sysfs_emit(buf, "%lu\n", size);
}

static ssize_t smi_data_buf_size_store(struct device *dev,
				       struct device_attribute *attr,
				       const char *buf, size_t count)
{
	struct dcdbas *dd = dev_get_drvdata(dev);
	unsigned long size;
	int ret;

	ret = parse_number(buf, count, ULONG_MAX, &size);
	if (ret)
		return ret;

	mutex_lock(&dd->lock);
	ret = dcdbas_buffer_reserve(dd, size);
	mutex_unlock(&dd->lock);
	return ret ?: count;
}
static DEVICE_ATTR_ADMIN_RW(smi_data_buf_size);

static ssize_t smi_request_store(struct device *dev,
				 struct device_attribute *attr,
				 const char *buf, size_t count)
{
	struct dcdbas *dd = dev_get_drvdata(dev);
	unsigned long request;
	int ret;

	ret = parse_number(buf, count, ULONG_MAX, &request);
	if (ret)
		return ret;

	mutex_lock(&dd->lock);
	ret = dcdbas_smi_submit(dd, request);
	mutex_unlock(&dd->lock);
	return ret ?: count;
}
static DEVICE_ATTR_WO(smi_request);

static ssize_t host_control_show(struct device *dev, const unsigned int *field,
				 char *buf)
{
	struct dcdbas *dd = dev_get_drvdata(dev);
	unsigned int value;

	mutex_lock(&dd->lock);
	value = *field;
	mutex_unlock(&dd->lock);
	return sysfs_emit(buf, "%u\n", value);
}

static ssize_t host_control_action_show(struct device *dev,
					struct device_attribute *attr,
					char *buf)
{
	struct dcdbas *dd = dev_get_drvdata(dev);

	return host_control_show(dev, &dd->host_control.action, buf);
}

static ssize_t host_control_action_store(struct device *dev,
					 struct device_attribute *attr,
					 const char *buf, size_t count)
{
	struct dcdbas *dd = dev_get_drvdata(dev);
	unsigned long action;
	int ret;

	ret = parse_number(buf, count, UINT_MAX, &action);
	if (ret)
		return ret;

	/* Programs may set bits that mean something elsewhere: take them. */
	if (action & ~(HC_ACTION_POWER_OFF | HC_ACTION_POWER_CYCLE))
		dev_warn_once(dev, "host_control_action: bits other than power off (%u) and power cycle (%u) have no effect\n",
			      HC_ACTION_POWER_OFF, HC_ACTION_POWER_CYCLE);

	mutex_lock(&dd->lock);
	/* Memory now, since a shutdown is no time to ask for it. */
	ret = dcdbas_buffer_reserve(dd, sizeof(struct apm_cmd));
	if (!ret)
		dd->host_control.action = action;
	mutex_unlock(&dd->lock);
	return ret ?: count;
}
static DEVICE_ATTR_ADMIN_RW(host_control_action);

static ssize_t host_control_smi_type_show(struct device *dev,
					  struct device_attribute *attr,
					  char *buf)
{
	struct dcdbas *dd = dev_get_drvdata(dev);

	return host_control_show(dev, &dd->host_control.smi_type, buf);
}

static ssize_t host_control_smi_type_store(struct device *dev,
					   struct device_attribute *attr,
					   const char *buf, size_t count)
{
	struct dcdbas *dd = dev_get_drvdata(dev);
	unsigned long type;
	int ret;

	ret = parse_number(buf, count, UINT_MAX, &type);
	if (ret)
		return ret;
	if (type > HC_SMITYPE_TYPE3)
		return -EINVAL;

	mutex_lock(&dd->lock);
	dd->host_control.smi_type = type;
	mutex_unlock(&dd->lock);
	return count;
}
static DEVICE_ATTR_ADMIN_RW(host_control_smi_type);

static ssize_t host_control_on_shutdown_show(struct device *dev,
					     struct device_attribute *attr,
					     char *buf)
{
	struct dcdbas *dd = dev_get_drvdata(dev);

	return host_control_show(dev, &dd->host_control.on_shutdown, buf);
}

static ssize_t host_control_on_shutdown_store(struct device *dev,
					      struct device_attribute *attr,
					      const char *buf, size_t count)
{
	struct dcdbas *dd = dev_get_drvdata(dev);
	unsigned long armed;
	int ret;

	ret = parse_number(buf, count, UINT_MAX, &armed);
	if (ret)
		return ret;

	mutex_lock(&dd->lock);
	WRITE_ONCE(dd->host_control.on_shutdown, armed);
	mutex_unlock(&dd->lock);
	return count;
}
static DEVICE_ATTR_ADMIN_RW(host_control_on_shutdown);

static struct attribute *dcdbas_attrs[] = {
	&dev_attr_smi_data_buf_phys_addr.attr,
	&dev_attr_smi_data_buf_size.attr,
	&dev_attr_smi_request.attr,
	&dev_attr_host_control_action.attr,
	&dev_attr_host_control_smi_type.attr,
	&dev_attr_host_control_on_shutdown.attr,
	NULL
};

static BIN_ATTR_CONST struct bin_attribute *BIN_ATTR_CONST dcdbas_bin_attrs[] = {
	&bin_attr_smi_data,
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
