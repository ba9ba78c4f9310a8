// SPDX-License-Identifier: GPL-2.0-or-later
/* smi-client info: what machine this is, and where each item was learned. */
#include <stdio.h>
#include <stdlib.h>

#include "../lib/info.h"
#include "commands.h"
#include "table.h"

static const struct {
	const char *key, *label;
} info_labels[INFO_COUNT] = {
	[INFO_VENDOR] = { "vendor", "Manufacturer" },
	[INFO_MODEL] = { "model", "Model" },
	[INFO_SYSTEM_ID] = { "system_id", "System ID" },
	[INFO_SERVICE_TAG] = { "service_tag", "Service tag" },
	[INFO_ASSET_TAG] = { "asset_tag", "Asset tag" },
	[INFO_PROPERTY_TAG] = { "property_tag", "Property tag" },
	[INFO_BIOS_VERSION] = { "bios_version", "BIOS version" },
	[INFO_BIOS_DATE] = { "bios_date", "BIOS date" },
};

static void info_print_json(struct run *run, const struct info *info)
{
	struct json_object *o = output_object(run->out), *one;

	for (size_t i = 0; i < INFO_COUNT; i++) {
		const struct info_value *value = &info->item[i];

		if (!value->known && !value->error.code) {
			put_null(o, info_labels[i].key);
			continue;
		}
		one = put_object(o, info_labels[i].key);
		put_text(one, "value", value->known ? value->text : NULL);
		put_text(one, "source", value->known ? value->source : NULL);
		if (!value->known)
			output_failure(one, &value->error);
	}
}

static void info_print_text(struct run *run, const struct info *info)
{
	struct table *table = table_new(3);

	for (size_t i = 0; i < INFO_COUNT; i++) {
		const struct info_value *value = &info->item[i];

		table_cell(table, "%s", info_labels[i].label);
		if (value->known) {
			table_cell(table, "%s", *value->text ? value->text : "none set");
			table_cell(table, "(%s)", value->source);
		} else if (value->error.code) {
			table_cell(table, "not known");
			table_cell(table, "%s", value->error.what);
		} else {
			table_cell(table, "-");
			table_cell(table, NULL);
		}
	}
	table_end(table, run->out);
}

static int info_run(struct run *run, int argc, char **argv)
{
	struct smi_error error;
	struct info info;
	int code = info_read(run->machine, &info, &error);

	(void)argc;
	(void)argv;
	if (output_is_json(run->out))
		info_print_json(run, &info);
	else
		info_print_text(run, &info);
	return code ? output_error(run->out, &error) : SMI_OK;
}

const struct command info_commands[] = {
	{
		.noun = "info",
		.summary = "manufacturer, model, tags and BIOS of this machine",
		.help = "Each item comes with where it was learned: the SMBIOS tables, CMOS or\n"
			"firmware.\n",
		.run = info_run,
	},
	{ }
};
