// SPDX-License-Identifier: GPL-2.0-or-later
/* Making the changes of a plan, and undoing them. See setting_change.h. */
#include <stdio.h>
#include <string.h>

#include "lock.h"
#include "machine.h"
#include "password.h"
#include "setting_change.h"

/* Written, read back, and no other choice is active beside it. */
static int setting_apply_verify(struct machine *m, const struct setting_change *change,
				struct smi_error *error)
{
	char wanted[SETTING_TEXT], is[SETTING_TEXT];
	struct setting_state now;
	int code = setting_read(m, change->setting, &now, error);

	if (code)
		return code;
	setting_change_text(m, change, wanted, sizeof(wanted));
	setting_state_text(m, change->setting, &now, is, sizeof(is));
	switch (change->setting->kind) {
	case TOKEN_CHOICE:
		if (now.n_active == 1 && token_is_same(now.active[0], change->token))
			return SMI_OK;
		break;
	case TOKEN_NUMBER:
		if (now.value.number == change->number)
			return SMI_OK;
		break;
	case TOKEN_STRING:
		if (!memcmp(now.value.bytes, change->bytes, change->length))
			return SMI_OK;
		break;
	}
	return error_set(error, SMI_FAILED, HINT_AFTER_RESTART,
			 "'%s' was written as %.60s and reads back %.60s", change->setting->name,
			 wanted, is);
}

static int setting_apply_write(struct machine *m, const struct setting_plan *plan,
			       const struct setting_change *change, struct smi_error *error)
{
	switch (change->setting->kind) {
	case TOKEN_CHOICE:
		return token_value_activate(m, change->token, plan->force, error);
	case TOKEN_NUMBER:
		return token_value_write_number(m, change->token, change->number, error);
	default:
		return token_value_write_bytes(m, change->token, change->bytes, change->length,
					       plan->force, error);
	}
}

static bool setting_apply_is_as_before(struct machine *m, const struct setting_change *change)
{
	const struct setting_state *before = &change->before;
	struct setting_state now;
	struct smi_error error;

	token_value_forget(m);
	if (setting_read(m, change->setting, &now, &error) || now.n_active != before->n_active)
		return false;
	for (size_t i = 0; i < now.n_active && i < SETTING_ACTIVE; i++)
		if (!token_is_same(now.active[i], before->active[i]))
			return false;
	/* Without an active choice, what is there is all that tells. */
	if (change->setting->kind == TOKEN_CHOICE && now.n_active)
		return true;
	return now.value.number == before->value.number &&
	       now.value.length == before->value.length &&
	       !memcmp(now.value.bytes, before->value.bytes, now.value.length);
}

/* Sets back what was there before. */
static bool setting_apply_undo(struct machine *m, const struct setting_change *change,
			       struct smi_error *error)
{
	int code;

	if (change->setting->kind == TOKEN_CHOICE && change->before.n_active)
		code = token_value_activate(m, change->before.active[0], true, error);
	else
		code = token_value_restore(m, change->token, &change->old, error);
	return !code && setting_apply_is_as_before(m, change);
}

/* Undoes the changes before @failed, last first; counts those that stay. */
static void setting_apply_undo_all(struct machine *m, struct setting_plan *plan, size_t failed,
				   struct smi_error *error)
{
	struct setting_change *change = &plan->change[failed];
	size_t undone = 0, stay = 0;
	char names[120] = "";
	struct smi_error why;

	change->is_as_before = setting_apply_is_as_before(m, change) ||
			       setting_apply_undo(m, change, &why);
	for (size_t i = failed; i--;) {
		if (plan->change[i].outcome != SETTING_CHANGED)
			continue;
		if (setting_apply_undo(m, &plan->change[i], &why)) {
			plan->change[i].outcome = SETTING_UNDONE;
			undone++;
			continue;
		}
		stay++;
		snprintf(names + strlen(names), sizeof(names) - strlen(names), "%s'%s'",
			 *names ? ", " : "", plan->change[i].setting->name);
	}
	if (!change->is_as_before)
		error_set(error, error->code, error->hint,
			  "%s; whether '%s' was changed is not known", error->what,
			  change->setting->name);
	if (undone)
		error_set(error, error->code, error->hint, "%s; %zu changed before it %s undone",
			  error->what, undone, undone == 1 ? "was" : "were");
	if (stay)
		error_set(error, error->code, error->hint, "%s; could not be undone: %s",
			  error->what, names);
}

/* Whether a change goes through firmware, which may want a password. */
static bool setting_apply_asks(const struct setting_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->change[i].outcome == SETTING_DIFFERS &&
		    plan->change[i].token->type == SMBIOS_CALLING)
			return true;
	return false;
}

/* Before signals wait, since somebody may be asked for it. */
static int setting_apply_password(struct machine *m, const struct setting_plan *plan,
				  struct smi_error *error)
{
	int code = SMI_OK;
	u32 key = 0;

	if (setting_apply_asks(plan))
		code = password_key(m, &key, error);
	explicit_bzero(&key, sizeof(key));
	return code;
}

int setting_plan_apply(struct machine *m, struct setting_plan *plan, struct smi_error *error)
{
	size_t steps = setting_plan_count(plan, SETTING_DIFFERS), at = 0;
	int code = setting_apply_password(m, plan, error);

	if (code)
		return code;
	/* A command that is ended half-way would leave half of the changes. */
	if (steps && !m->options.dry_run)
		signals_hold(NULL);
	token_value_lock(m);
	for (size_t i = 0; i < plan->count && !code; i++) {
		struct setting_change *change = &plan->change[i];

		if (change->outcome != SETTING_DIFFERS)
			continue;
		code = setting_apply_write(m, plan, change, error);
		if (!code && !m->options.dry_run)
			code = setting_apply_verify(m, change, error);
		if (plan->progress)
			plan->progress(plan->arg, ++at, steps);
		if (!m->options.dry_run && !code)
			change->outcome = SETTING_CHANGED;
		if (!code)
			continue;
		change->outcome = SETTING_FAILED;
		change->why = *error;
		if (!m->options.dry_run)
			setting_apply_undo_all(m, plan, i, error);
	}
	if (plan->progress && at < steps)
		plan->progress(plan->arg, steps, steps);
	token_value_unlock(m);
	return code;
}

static int setting_apply_check_again(struct machine *m, const struct settings *settings,
				     struct setting_plan *plan, struct smi_error *error)
{
	token_value_forget(m);
	/* What is missing stays so. */
	for (size_t i = 0; i < plan->count; i++)
		if (plan->change[i].outcome == SETTING_DIFFERS ||
		    plan->change[i].outcome == SETTING_UNCHANGED)
			plan->change[i].outcome = SETTING_OPEN;
	return setting_plan_check(m, settings, plan, error);
}

static bool setting_apply_calls(const struct setting_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->change[i].is_wanted && plan->change[i].token->type == SMBIOS_CALLING)
			return true;
	return false;
}

/* What cannot be locked for another reason than time is told by the first read. */
static int setting_apply_lock(struct machine *m, struct setting_plan *plan,
			      struct smi_error *error)
{
	int code = SMI_FAILED;

	plan->locked = false;
	if (setting_apply_calls(plan) && !m->options.tables_dir)
		code = machine_hold(m, error);
	if (code == SMI_BUSY)
		return code;
	plan->held = !code;
	plan->locked = true;
	token_value_lock(m);
	return SMI_OK;
}

static void setting_apply_unlock(struct machine *m, struct setting_plan *plan)
{
	if (!plan->locked)
		return;
	token_value_unlock(m);
	if (plan->held)
		machine_let_go(m);
	plan->locked = false;
}

/* Nobody is kept waiting while somebody thinks of a password. */
static int setting_apply_ask(struct machine *m, const struct settings *settings,
			     struct setting_plan *plan, struct smi_error *error)
{
	bool needed = false;
	int code = setting_apply_asks(plan) ? password_is_needed(m, &needed, error) : SMI_OK;

	if (code || !needed)
		return code;
	setting_apply_unlock(m, plan);
	code = setting_apply_password(m, plan, error) ?: setting_apply_lock(m, plan, error);
	return code ? code : setting_apply_check_again(m, settings, plan, error);
}

int setting_plan_run(struct machine *m, const struct settings *settings,
		     struct setting_plan *plan, struct smi_error *error)
{
	int code = setting_apply_lock(m, plan, error);

	if (!code)
		code = setting_plan_check(m, settings, plan, error);
	if (!code)
		code = setting_apply_ask(m, settings, plan, error);
	if (!code && plan->backup) {
		code = plan->backup(plan->arg, plan, error);
		plan->backed_up = !code;
	}
	if (!code)
		code = setting_plan_apply(m, plan, error);
	setting_apply_unlock(m, plan);
	for (size_t i = 0; code && i < plan->count; i++)
		if (plan->change[i].outcome == SETTING_DIFFERS)
			plan->change[i].outcome = SETTING_OPEN;
	return code;
}
