// SPDX-License-Identifier: GPL-2.0-or-later
/* Checks of a plan before anything is written. See setting_change.h. */
#include <stdlib.h>
#include <string.h>

#include "calling_interface.h"
#include "machine.h"
#include "memory.h"
#include "password.h"
#include "setting_change.h"
#include "wakeup.h"

/* Whether rules forbid it. */
static int setting_check_rules(const struct machine *m, const struct setting_plan *plan,
			       const struct setting_change *change, struct smi_error *error)
{
	u16 id = change->token->id;
	const char *dangerous = token_dangerous(m, id);

	if (plan->from_file && change->setting->dangerous && !dangerous)
		dangerous = change->setting->dangerous;
	if (dangerous && plan->from_file)
		return error_set(error, SMI_FAILED, HINT_NONE,
				 "token 0x%04x is dangerous and is not applied from a file: %s", id,
				 dangerous);
	if (plan->from_file && change->setting->excluded)
		return error_set(error, SMI_FAILED, HINT_NONE,
				 "token 0x%04x is not a setting: %s", id,
				 change->setting->excluded);
	if (dangerous && !plan->force)
		return error_set(error, SMI_FAILED, HINT_FORCE, "token 0x%04x is dangerous: %s",
				 id, dangerous);
	return SMI_OK;
}

/* Whether the way to write it is there. */
static int setting_check_way(struct machine *m, const struct token *token,
			     struct smi_error *error)
{
	int code;

	if (token->type == SMBIOS_CALLING && !m->options.tables_dir) {
		code = machine_has_class(m, CLASS_WRITE, error);
		return code && error->hint == HINT_CLASSES ? error_hint(error, HINT_IDRAC) : code;
	}
	if (m->options.tables_dir && !m->options.dry_run)
		return error_set(error, SMI_USAGE, HINT_OTHER_MACHINE,
				 "%s has the tables of another machine, which is not changed",
				 m->options.tables_dir);
	return SMI_OK;
}

/* A value that cannot be is a mistake of what was typed, or of the file. */
static int setting_check_fault(const struct setting_plan *plan, const struct setting_change *change)
{
	return (plan->from_file || plan->compare) && !change->typed ? SMI_FAILED : SMI_USAGE;
}

/* On some machines what firmware gives as bounds are none. */
static int setting_check_bounds(const struct machine *m, const struct setting_plan *plan,
				struct setting_change *change, struct smi_error *error)
{
	const struct token_value *old = &change->old;
	u16 id = change->token->id;

	if (change->setting->kind != TOKEN_NUMBER || old->max <= old->min ||
	    (change->number >= old->min && change->number <= old->max))
		return SMI_OK;
	change->beyond = true;
	if (token_has_bounds(m, id))
		return error_set(error, setting_check_fault(plan, change), HINT_NONE,
				 "firmware takes %u to %u for token 0x%04x, not %u", old->min,
				 old->max, id, change->number);
	if (plan->force)
		return SMI_OK;
	return error_set(error, setting_check_fault(plan, change), HINT_FORCE,
			 "%u is outside of %u to %u, which firmware gives for token 0x%04x and which may or may not be its bounds",
			 change->number, old->min, old->max, id);
}

/* Firmware that gives no bounds takes 99 as an hour, which in BCD is none. */
static int setting_check_time(const struct setting_plan *plan, const struct setting_change *change,
			      struct smi_error *error)
{
	unsigned int max = wakeup_max(change->token->id);
	bool is_number = change->setting->kind == TOKEN_NUMBER;
	u32 stored = is_number ? change->number : *change->bytes;

	if (!max || plan->force || (!is_number && change->length != 1) ||
	    wakeup_number(&change->old, stored, max) >= 0)
		return SMI_OK;
	/* What nobody has set, of a machine that a file was made on. */
	if (plan->from_file && !change->typed && stored == WAKEUP_UNSET)
		return SMI_OK;
	return error_set(error, setting_check_fault(plan, change), HINT_FORCE,
			 "0x%02x is no '%s': it is a number from 0 to %u%s", stored,
			 change->setting->name, max,
			 wakeup_is_bcd(&change->old, max) ? " in BCD, 0x12 for 12" : "");
}

static bool setting_check_is_set(const struct setting_change *change)
{
	if (change->setting->kind == TOKEN_NUMBER)
		return change->old.number == change->number;
	if (change->setting->kind == TOKEN_STRING)
		return !change->old.no_sum &&
		       !memcmp(change->old.bytes, change->bytes, change->length);
	return change->before.n_active == 1 && token_is_same(change->before.active[0],
							     change->token);
}

/* What is set now, and whether that differs. */
static int setting_check_state(struct machine *m, const struct setting_plan *plan,
			       struct setting_change *change, struct smi_error *error)
{
	int code = setting_read(m, change->setting, &change->before, error);

	change->outcome = SETTING_UNKNOWN;
	if (!code && !change->before.known)
		code = error_set(error, SMI_USAGE, HINT_OTHER_MACHINE,
				 "what is set is not known from tables alone: '%s'",
				 change->setting->name);
	if (!code)
		code = token_value_read(m, change->token, &change->old, error);
	if (code)
		return code;
	change->outcome = SETTING_REFUSED;
	code = plan->compare ? SMI_OK : setting_check_bounds(m, plan, change, error);
	if (code)
		return code;
	if (setting_check_is_set(change)) {
		change->outcome = SETTING_UNCHANGED;
		return SMI_OK;
	}
	code = plan->compare ? SMI_OK : setting_check_time(plan, change, error);
	if (!code)
		change->outcome = SETTING_DIFFERS;
	return code;
}

static bool setting_check_is_same(const struct setting_change *a, const struct setting_change *b)
{
	if (a->setting->kind == TOKEN_NUMBER)
		return a->number == b->number;
	if (a->setting->kind == TOKEN_STRING)
		return !memcmp(a->bytes, b->bytes, a->length);
	return token_is_same(a->token, b->token);
}

/* @seen: for each setting the first change of it plus 1, or 0 */
static int setting_check_one(struct machine *m, const struct settings *settings,
			     struct setting_plan *plan, size_t i, u32 *seen,
			     struct smi_error *error)
{
	struct setting_change *change = &plan->change[i];
	u32 *first = &seen[change->setting - settings->list];
	int code;

	change->outcome = SETTING_REFUSED;
	if (*first && !setting_check_is_same(change, &plan->change[*first - 1]))
		return error_set(error, setting_check_fault(plan, change), HINT_NONE,
				 "'%s' is given twice with different values",
				 change->setting->name);
	if (!*first)
		*first = i + 1;
	code = plan->compare ? SMI_OK : setting_check_rules(m, plan, change, error) ?:
	       setting_check_way(m, change->token, error);
	if (!code)
		code = setting_check_state(m, plan, change, error);
	/* The same once more is nothing to do. */
	if (!code && *first != i + 1)
		change->outcome = SETTING_UNCHANGED;
	return code;
}

int setting_plan_check(struct machine *m, const struct settings *settings,
		       struct setting_plan *plan, struct smi_error *error)
{
	u32 *seen = calloc(settings->count + 1, sizeof(*seen));
	struct smi_error first = { };
	size_t bad = 0;

	if (!seen)
		return memory_failed(error);
	token_value_lock(m);
	for (size_t i = 0; i < plan->count; i++) {
		struct setting_change *change = &plan->change[i];

		if (change->outcome == SETTING_OPEN &&
		    setting_check_one(m, settings, plan, i, seen, error))
			change->why = *error;
		if (plan->progress)
			plan->progress(plan->arg, i + 1, plan->count);
		if (change->outcome == SETTING_UNCHANGED || change->outcome == SETTING_DIFFERS ||
		    (change->outcome == SETTING_MISSING && plan->skip_missing))
			continue;
		if (!bad++)
			first = change->why;
	}
	token_value_unlock(m);
	free(seen);
	if (!bad)
		return SMI_OK;
	if (bad > 1)
		return error_set(error, first.code, first.hint, "%s (and %zu more)", first.what,
				 bad - 1);
	*error = first;
	return error->code;
}

/* One for the write, and one for each location that is read back. */
static unsigned int setting_check_smis(const struct setting_change *change)
{
	const struct setting *s = change->setting;
	unsigned int n = 0;

	for (size_t i = 0; i < s->count; i++) {
		bool again = false;

		/* Bounded: the choices of one setting are few. */
		for (size_t k = 0; k < i && k < SETTING_ACTIVE; k++)
			again |= s->token[k]->location == s->token[i]->location &&
				 s->token[k]->type == s->token[i]->type;
		n += !again && s->token[i]->type == SMBIOS_CALLING;
	}
	return n + (change->token->type == SMBIOS_CALLING);
}

int setting_plan_smis(struct machine *m, struct setting_plan *plan, struct smi_error *error)
{
	static const unsigned int classes[] = { CLASS_ADMIN_PASSWORD, CLASS_USER_PASSWORD };
	unsigned int writes = 0;
	struct password_info info;
	struct smi_error none;
	int code = SMI_OK;
	bool asks = false;

	plan->password = false;
	for (size_t i = 0; i < plan->count; i++) {
		if (plan->change[i].outcome != SETTING_DIFFERS)
			continue;
		writes += setting_check_smis(&plan->change[i]);
		asks |= plan->change[i].token->type == SMBIOS_CALLING;
	}
	/* As password_key() asks, which a dry run does not call. */
	for (size_t i = 0; asks && i < ARRAY_SIZE(classes) && !code && !plan->password; i++) {
		if (machine_has_class(m, classes[i], &none))
			continue;
		code = password_info(m, classes[i], &info, error);
		plan->password = !code && info.installed;
	}
	plan->smis = m->smis + writes;
	return code;
}
