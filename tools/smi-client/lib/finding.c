// SPDX-License-Identifier: GPL-2.0-or-later
/* See finding.h. */
#include <stdarg.h>
#include <stdio.h>

#include "finding.h"

/* The next free place; the last one is overwritten when all are taken. */
static struct finding *finding_next(struct findings *f)
{
	if (f->count < FINDINGS_MAX)
		f->count++;
	return &f->list[f->count - 1];
}

void finding_add(struct findings *f, const char *check, enum finding_state state,
		 enum smi_code code, enum smi_hint hint, const char *fmt, ...)
{
	struct finding *finding = finding_next(f);
	char text[ERROR_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	finding->check = check;
	finding->state = state;
	error_set(&finding->error, code, hint, "%s", text);
}

void finding_error(struct findings *f, const char *check, enum finding_state state,
		   const struct smi_error *error)
{
	struct finding *finding = finding_next(f);

	finding->check = check;
	finding->state = state;
	finding->error = *error;
	if (state != FINDING_PROBLEM)
		finding->error.code = SMI_OK;
}

const char *finding_state_name(enum finding_state state)
{
	static const char *const names[] = {
		[FINDING_OK] = "ok", [FINDING_NOTE] = "note",
		[FINDING_UNKNOWN] = "not known", [FINDING_PROBLEM] = "problem",
	};

	return names[state];
}

const struct finding *finding_problem(const struct findings *f)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->list[i].state == FINDING_PROBLEM)
			return &f->list[i];
	return NULL;
}
