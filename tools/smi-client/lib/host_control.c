// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Host control through the driver's files: set, read back, and on any failure
 * taken back. What stands in the way of it is host_control_check.c.
 */
#include <inttypes.h>
#include <stdio.h>

#include "host_control.h"

#define STATE_SIZE	96

/* "action 4, SMI type 3, on shutdown 1" */
static const char *host_control_text(const struct host_control *hc, char text[STATE_SIZE])
{
	snprintf(text, STATE_SIZE, "action %" PRIu64 ", SMI type %" PRIu64 ", on shutdown %" PRIu64,
		 hc->action, hc->smi_type, hc->on_shutdown);
	return text;
}

const char *host_control_action_name(u64 action)
{
	if (action & HC_ACTION_POWER_OFF)
		return "power-off";
	return action & HC_ACTION_POWER_CYCLE ? "power-cycle" : "none";
}

bool host_control_armed(const struct host_control *hc)
{
	return hc->on_shutdown && hc->smi_type &&
	       hc->action & (HC_ACTION_POWER_OFF | HC_ACTION_POWER_CYCLE);
}

int host_control_read(struct machine *m, struct host_control *hc, struct smi_error *error)
{
	struct transport *t;
	int code = machine_transport(m, &t, error);

	if (!code)
		code = t->ops->get(t, ATTR_HC_ACTION, &hc->action, error);
	if (!code)
		code = t->ops->get(t, ATTR_HC_SMI_TYPE, &hc->smi_type, error);
	if (!code)
		code = t->ops->get(t, ATTR_HC_ON_SHUTDOWN, &hc->on_shutdown, error);
	return code;
}

/* In the order that leaves nothing half armed; also after a failure. */
static int host_control_clear(struct transport *t, struct smi_error *error)
{
	static const enum attribute order[] = {
		ATTR_HC_ON_SHUTDOWN, ATTR_HC_ACTION, ATTR_HC_SMI_TYPE,
	};
	struct smi_error why;
	int code = SMI_OK;

	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		if (!t->ops->set(t, order[i], 0, &why) || code)
			continue;
		code = why.code;
		*error = why;
	}
	return code;
}

/* @began: the first write was done */
static int host_control_set(struct transport *t, const struct host_control *want, bool *began,
			    struct smi_error *error)
{
	int code = t->ops->set(t, ATTR_HC_SMI_TYPE, want->smi_type, error);

	*began = !code;
	if (!code)
		code = t->ops->set(t, ATTR_HC_ACTION, want->action, error);
	if (!code)
		code = t->ops->set(t, ATTR_HC_ON_SHUTDOWN, want->on_shutdown, error);
	return code;
}

static bool host_control_is(const struct host_control *a, const struct host_control *b)
{
	return a->action == b->action && a->smi_type == b->smi_type &&
	       a->on_shutdown == b->on_shutdown;
}

static int host_control_confirm(struct machine *m, const struct host_control *want,
				struct host_control *hc, struct smi_error *error)
{
	char is[STATE_SIZE], wanted[STATE_SIZE];
	int code = host_control_read(m, hc, error);

	if (code || host_control_is(hc, want))
		return code;
	return error_set(error, SMI_FAILED, HINT_DRIVER_LOG,
			 "the driver reads back %s instead of %s", host_control_text(hc, is),
			 host_control_text(want, wanted));
}

int host_control_arm(struct machine *m, u64 action, unsigned int smi_type,
		     struct host_control *hc, struct smi_error *error)
{
	struct host_control want = { .action = action, .on_shutdown = 1 };
	struct smi_error undo;
	struct transport *t;
	int code = SMI_OK;
	bool began;

	if (!smi_type)
		code = machine_smi_type(m, &smi_type, error);
	if (!code)
		code = machine_transport(m, &t, error);
	if (code)
		return code;
	want.smi_type = smi_type;
	code = host_control_read(m, hc, error);
	if (code || host_control_is(hc, &want))
		return code;
	code = host_control_set(t, &want, &began, error);
	if (!code && m->options.dry_run) {
		*hc = want;
		return SMI_OK;
	}
	if (!code)
		code = host_control_confirm(m, &want, hc, error);
	if (!code)
		return SMI_OK;
	if (!began)
		return error_set(error, code, error->hint, "%.200s; nothing was changed",
				 error->what);
	if (host_control_clear(t, &undo))
		return error_set(error, code, HINT_DISARM,
				 "%.150s; it may be armed: taking it back failed: %.100s",
				 error->what, undo.what);
	return error_set(error, code, error->hint, "%.200s; nothing is armed", error->what);
}

int host_control_disarm(struct machine *m, struct host_control *hc, struct smi_error *error)
{
	const struct host_control want = { };
	struct transport *t;
	int code = host_control_read(m, hc, error);

	if (code || host_control_is(hc, &want))
		return code;
	code = machine_transport(m, &t, error);
	if (!code)
		code = host_control_clear(t, error);
	if (!code && m->options.dry_run) {
		*hc = want;
		return SMI_OK;
	}
	return code ? code : host_control_confirm(m, &want, hc, error);
}
