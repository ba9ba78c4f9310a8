/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an examination finds: a list of sentences with their weight. */
#ifndef LIB_FINDING_H
#define LIB_FINDING_H

#include "error.h"

enum finding_state {
	FINDING_OK,
	FINDING_NOTE,		/* good to know */
	FINDING_UNKNOWN,	/* could not be learned */
	FINDING_PROBLEM,
};

/**
 * struct finding - one of them
 * @check: what was looked at: "driver"
 * @state: how it is
 * @error: text, hint, and for a problem its code; the code is SMI_OK otherwise
 */
struct finding {
	const char *check;
	enum finding_state state;
	struct smi_error error;
};

#define FINDINGS_MAX	24

/**
 * struct findings - a list of them, in the order of looking
 * @count: how many
 */
struct findings {
	struct finding list[FINDINGS_MAX];
	size_t count;
};

/**
 * finding_add() - one more
 * @f: the list
 * @check: what was looked at, a constant
 * @state: how it is
 * @code: of a problem; SMI_OK for others
 * @hint: what to do about it
 * @fmt: a sentence without its full stop
 */
__printf(6, 7)
void finding_add(struct findings *f, const char *check, enum finding_state state,
		 enum smi_code code, enum smi_hint hint, const char *fmt, ...);

/* What could not be learned, and why. A problem when @state says so. */
void finding_error(struct findings *f, const char *check, enum finding_state state,
		   const struct smi_error *error);

/* "ok", "note", "not known", "problem". */
const char *finding_state_name(enum finding_state state);

/* The first problem, or NULL. */
const struct finding *finding_problem(const struct findings *f);

#endif /* LIB_FINDING_H */
