// SPDX-License-Identifier: GPL-2.0-or-later
/* Setting, changing and removing passwords: selects 2 and 5 of their classes. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "password_calls.h"
#include "scancode.h"

/* Counts of a text, by what firmware has rules for. */
struct password_counts {
	size_t letters, digits, special, repeats;
};

/* Where firmware compares keys, it counts keys: '!' is the digit 1. */
static struct password_counts password_count(const char *text, bool ascii)
{
	struct password_counts n = { };
	size_t same = 0;
	char before = 0;

	for (; *text; text++) {
		char c = ascii ? *text : scancode_unshifted(*text);

		n.letters += !!isalpha((unsigned char)c);
		n.digits += !!isdigit((unsigned char)c);
		n.special += !isalnum((unsigned char)c);
		same = c == before ? same + 1 : 1;
		before = c;
		if (same > n.repeats)
			n.repeats = same;
	}
	return n;
}

static size_t password_longest(const struct password_info *info)
{
	return info->properties && info->max ? info->max : PASSWORD_SHORT;
}

static bool password_is_printable(const char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

int password_fits(unsigned int class, const struct password_info *info, const char *text,
		  struct smi_error *error)
{
	struct password_counts n = password_count(text, info->ascii);
	const struct {
		bool broken;
		const char *rule;
		size_t number;
	} rules[] = {
		{ !*text, "at least %zu character", 1 },
		{ strlen(text) < info->min, "at least %zu characters", info->min },
		{ strlen(text) > password_longest(info), "at most %zu characters",
		  password_longest(info) },
		{ info->alphanumeric && n.special, "letters and digits only", 0 },
		{ n.letters < info->letters, "at least %zu letters", info->letters },
		{ n.digits < info->digits, "at least %zu digits", info->digits },
		{ n.special < info->special,
		  "at least %zu characters that are no letters or digits", info->special },
		{ info->repeats && n.repeats > info->repeats,
		  "no character more than %zu times in a row", info->repeats },
		{ info->ascii && !password_is_printable(text),
		  "printable ASCII characters only", 0 },
	};
	u8 bytes[PASSWORD_SIZE];
	char rule[96];
	int code;

	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		if (!rules[i].broken)
			continue;
		snprintf(rule, sizeof(rule), rules[i].rule, rules[i].number);
		return error_set(error, SMI_USAGE, HINT_PASSWORD_RULES,
				 "a new %s password needs %s", password_name(class), rule);
	}
	code = password_encode(class, info, text, bytes, password_longest(info), error);
	explicit_bzero(bytes, sizeof(bytes));
	return code;
}

/* Select 5: one buffer, old then new, each as long as the longest password. */
static int password_send_long(struct machine *m, unsigned int class,
			      const struct password_info *info, const char *old, const char *new,
			      struct ci_call *call, struct smi_error *error)
{
	u8 bytes[2 * PASSWORD_SIZE];
	int code;

	call->ci.command_select = SELECT_CHANGE_LONG;
	call->buffer[0].data = bytes;
	call->buffer[0].size = 2 * info->max;
	code = password_encode(class, info, old, bytes, info->max, error);
	if (!code)
		code = password_encode(class, info, new, bytes + info->max, info->max, error);
	if (!code)
		code = ci_send(m, call, error);
	call->buffer[0].data = NULL;
	explicit_bzero(bytes, sizeof(bytes));
	return code;
}

/* Select 2: the old one in two arguments, the new one in the next two. */
static int password_send_short(struct machine *m, unsigned int class,
			       const struct password_info *info, const char *old, const char *new,
			       struct ci_call *call, struct smi_error *error)
{
	u8 bytes[2 * PASSWORD_SHORT];
	int code;

	call->ci.command_select = SELECT_CHANGE;
	code = password_encode(class, info, old, bytes, PASSWORD_SHORT, error);
	if (!code)
		code = password_encode(class, info, new, bytes + PASSWORD_SHORT, PASSWORD_SHORT,
				       error);
	memcpy(call->ci.arg, bytes, sizeof(bytes));
	explicit_bzero(bytes, sizeof(bytes));
	return code ? code : ci_send(m, call, error);
}

static int password_send_change(struct machine *m, unsigned int class, bool is_long,
				const struct password_info *info, const char *old, const char *new,
				struct ci_call *call, struct smi_error *error)
{
	memset(call, 0, sizeof(*call));
	call->secret = true;
	call->ci.command_class = class;
	return is_long ? password_send_long(m, class, info, old, new, call, error) :
			 password_send_short(m, class, info, old, new, call, error);
}

/* The new one is right, or none is installed: asked, not believed. */
static int password_confirm(struct machine *m, unsigned int class,
			    const struct password_info *info, const char *new,
			    struct smi_error *error)
{
	struct password_info now;
	struct smi_error why;
	u32 key;
	int code = password_info(m, class, &now, error);

	if (code)
		return code;
	if (!*new && (now.installed || now.contradictory))
		return error_set(error, SMI_FAILED, HINT_STATUS,
				 "the firmware said done, but the %s password is still installed",
				 password_name(class));
	if (!*new)
		return SMI_OK;
	if (!now.installed)
		return error_set(error, SMI_FAILED, HINT_STATUS,
				 "the firmware said done, but no %s password is installed",
				 password_name(class));
	code = password_verify(m, class, info, new, &key, &why);
	explicit_bzero(&key, sizeof(key));
	if (code == SMI_REFUSED)
		return error_set(error, SMI_FAILED, HINT_STATUS,
				 "the firmware said done, but does not accept the new %s password",
				 password_name(class));
	if (code)
		*error = why;
	return code;
}

int password_change(struct machine *m, unsigned int class, const struct password_info *info,
		    const char *old, const char *new, bool *sent, struct smi_error *error)
{
	bool is_long = info->properties && info->max, recorded;
	struct ci_call call;
	int code = password_send_change(m, class, is_long, info, old, new, &call, error);

	*sent = !code;
	if (!code && is_long && password_needs_short(call.ci.res[0])) {
		code = password_send_change(m, class, false, info, old, new, &call, error);
		*sent = !code;
	}
	recorded = call.recorded;
	if (!code && !recorded)
		code = password_result(class, &call, error);
	explicit_bzero(&call, sizeof(call));
	if (code || recorded)
		return code;
	return password_confirm(m, class, info, new, error);
}
