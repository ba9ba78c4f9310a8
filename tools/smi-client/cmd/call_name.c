// SPDX-License-Identifier: GPL-2.0-or-later
/* smi-client call NAME and call --list. */
#include <stdio.h>
#include <string.h>

#include "call.h"
#include "table.h"

static void print_json(struct run *run, const struct named_call *def, const struct ci_call *call,
		       const struct named_field *fields, size_t count)
{
	struct json_object *o, *list;

	call_print_results(run, call);
	put_text(output_object(run->out), "name", def->name);
	if (call->recorded)
		return;
	o = put_object(output_object(run->out), "fields");
	for (size_t i = 0; i < count; i++) {
		const struct named_field *f = &fields[i];

		switch (f->kind) {
		case NAMED_NUMBER:
			put_number(o, f->name, f->number);
			break;
		case NAMED_TEXT:
			put_text(o, f->name, f->text);
			break;
		case NAMED_LIST:
			list = put_array(o, f->name);
			for (size_t k = 0; k < f->count; k++)
				add_text(list, f->list[k]);
			break;
		}
	}
}

static void field_line(struct table *table, const struct named_field *f)
{
	char line[512] = "-";
	size_t n = 0;

	table_cell(table, "%s", f->name);
	switch (f->kind) {
	case NAMED_NUMBER:
		table_cell(table, "%u", f->number);
		break;
	case NAMED_TEXT:
		table_cell(table, "%s", f->text);
		break;
	case NAMED_LIST:
		for (size_t k = 0; k < f->count && n < sizeof(line); k++)
			n += snprintf(line + n, sizeof(line) - n, "%s%s", k ? ", " : "",
				      f->list[k]);
		table_cell(table, "%s", line);
		break;
	}
}

static void print_text(struct run *run, const struct named_call *def, const struct ci_call *call,
		       const struct named_field *fields, size_t count)
{
	struct table *table;

	if (call->recorded || !count) {
		output_line(run->out, call->recorded ? "would make call '%s' (%u/%u)" : "%s",
			    call->recorded ? def->name : ci_meaning(call->ci.res[0], def->class),
			    def->class, def->select);
		return;
	}
	table = table_new(2);
	for (size_t i = 0; i < count; i++)
		field_line(table, &fields[i]);
	table_end(table, run->out);
}

static int print(struct run *run, const struct named_call *def, const struct ci_call *call,
		 struct smi_error *error)
{
	struct named_field *fields = NULL;
	size_t count = 0;
	int code = SMI_OK;

	if (!call->recorded && call->ci.res[0] >= 0)
		code = named_call_results(def, call, &fields, &count, error);
	if (code)
		return code;
	if (output_is_json(run->out))
		print_json(run, def, call, fields, count);
	else
		print_text(run, def, call, fields, count);
	named_fields_free(fields, count);
	return ci_result(call, error);
}

int call_by_name(struct run *run, int argc, char **argv)
{
	bool force = run->options->force;
	struct ci_call call = { .unadvertised = force };
	struct named_calls *calls = NULL;
	struct named_call def;
	struct smi_error error;
	int code = named_calls_load(run->options->config, &calls, &error);

	if (!code)
		code = named_call_find(calls, argv[0], &def, &error);
	if (!code) {
		call.ci.command_class = def.class;
		call.ci.command_select = def.select;
		code = call_check_danger(&call, force, &error);
	}
	if (!code)
		code = named_call_check(&def, argc - 1, argv + 1, &error);
	if (!code && !force)
		code = machine_has_class(run->machine, def.class, &error);
	if (!code)
		code = named_call_arguments(run->machine, &def, argc - 1, argv + 1, &call, &error);
	if (code)
		goto out;
	code = ci_send(run->machine, &call, &error);
	if (!code)
		code = print(run, &def, &call, &error);
	call_log(run, &call, code ? &error : NULL);
out:
	named_call_wipe(&call);
	named_calls_free(calls);
	return code ? output_error(run->out, &error) : SMI_OK;
}

static void list_json(struct json_object *o, const struct named_call *def,
		      const struct machine_ci *ci, bool advertised)
{
	put_number(o, "class", def->class);
	put_number(o, "select", def->select);
	put_text(o, "summary", def->summary);
	if (ci)
		put_bool(o, "advertised", advertised);
	/* As it was called before; documented. */
	if (ci)
		put_bool(o, "announced", advertised);
}

int call_list(struct run *run)
{
	struct json_object *list = NULL, *o = NULL;
	struct named_calls *calls;
	struct smi_error error, unknown;
	struct named_call def;
	struct machine_ci ci;
	/* Without tables the list is the same, but for what is advertised. */
	bool known = !machine_ci(run->machine, &ci, &unknown);
	int code = named_calls_load(run->options->config, &calls, &error);
	struct table *table;
	const char *name;

	if (code)
		return output_error(run->out, &error);
	if (output_is_json(run->out))
		list = put_array(output_object(run->out), "calls");
	table = table_new(3);
	for (size_t n = 0; (name = named_calls_name(calls, n)); n++) {
		int wrong = named_call_find(calls, name, &def, &error);
		bool advertised = !wrong && known && def.class < 32 && ci.classes >> def.class & 1;

		if (wrong)
			code = output_error(run->out, &error);
		if (list) {
			o = add_object(list);
			put_text(o, "name", name);
			if (wrong)
				output_failure(o, &error);
			else
				list_json(o, &def, known ? &ci : NULL, advertised);
			continue;
		}
		table_cell(table, "%s", name);
		if (wrong) {
			table_cell(table, "-");
			table_cell(table, "%s", error.what);
			continue;
		}
		table_cell(table, "%u/%u", def.class, def.select);
		table_cell(table, "%s%s", def.summary ? def.summary : "",
			   known && !advertised ? " (not on this machine)" : "");
	}
	table_end(table, run->out);
	named_calls_free(calls);
	return code;
}
