// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What firmware says of passwords, and the security key.
 *
 * Calls of classes 9, 10 and 12: select 0 installed?, 1 verify, 3 properties,
 * 4 verify a long one. Changing them is password_change.c.
 */
#include <string.h>

#include "password.h"
#include "password_calls.h"
#include "scancode.h"
#include "secret.h"

/* First result of select 0, and first byte of the properties. */
#define INSTALLED		0
#define INSTALLED_BY_ADMIN	2	/* the admin password allows no other now */

/* No properties look like this: firmware has left the result as it was. */
#define UNTOUCHED		((s32)0xFFFFFFFF)

/**
 * struct security_key - what must not leak
 * @text: a password on its way to the firmware
 * @key: as firmware gave it
 * @known: @key is right
 * @informed: @class and @info are known
 * @class: which password guards, 0 when none does
 * @info: what firmware says of it
 * @refused: why asking for a password has not led to a key, SMI_OK before
 */
struct security_key {
	char text[PASSWORD_SIZE];
	u32 key;
	bool known, informed;
	unsigned int class;
	struct password_info info;
	struct smi_error refused;
};

const char *password_name(unsigned int class)
{
	return class == CLASS_USER_PASSWORD ? "user" :
	       class == CLASS_ADMIN_PASSWORD ? "admin" : "owner";
}

static bool password_says_installed(unsigned int result)
{
	return result == INSTALLED || result == INSTALLED_BY_ADMIN;
}

/* Select 3. What firmware does not know leaves @info as it was. */
static int password_properties(struct machine *m, unsigned int class, struct password_info *info,
			       bool *installed, struct smi_error *error)
{
	struct ci_call call = {
		.ci.command_class = class, .ci.command_select = SELECT_PROPERTIES,
		.ci.res[1] = UNTOUCHED,
	};
	u32 word, limits;
	int code = ci_send(m, &call, error);

	if (code || call.ci.res[0] != SMI_RESULT_DONE || call.ci.res[1] == UNTOUCHED)
		return code;
	word = call.ci.res[1];
	limits = call.ci.res[2];
	*installed = password_says_installed(word & 0xFF);
	info->properties = true;
	info->max = word >> 8;
	info->min = word >> 16;
	info->ascii = word >> 24 & 1;
	info->alphanumeric = word >> 25 & 1;
	info->permanent = word >> 26 & 1;
	info->letters = limits;
	info->digits = limits >> 8;
	info->special = limits >> 16;
	info->repeats = limits >> 24;
	return SMI_OK;
}

int password_info(struct machine *m, unsigned int class, struct password_info *info,
		  struct smi_error *error)
{
	struct ci_call call = {
		.ci.command_class = class, .ci.command_select = SELECT_INSTALLED,
		.ci.arg[0] = 1,
	};
	bool installed = false;
	s32 result;
	int code;

	memset(info, 0, sizeof(*info));
	code = password_properties(m, class, info, &installed, error);
	if (!code)
		code = ci_send(m, &call, error);
	if (code)
		return code;
	result = call.ci.res[0];
	if (result == SMI_RESULT_NOT_SUPPORTED) {
		/* Properties alone tell it too. */
		info->supported = info->properties;
		info->installed = info->properties && installed;
		return SMI_OK;
	}
	if (result < 0)
		return ci_result(&call, error);
	info->supported = true;
	info->installed = password_says_installed(result);
	if (info->properties && installed != info->installed) {
		info->contradictory = true;
		info->installed = false;
	}
	return SMI_OK;
}

int password_encode(unsigned int class, const struct password_info *info, const char *text,
		    u8 *bytes, size_t size, struct smi_error *error)
{
	size_t length = strlen(text);

	if (length > size)
		return error_set(error, SMI_USAGE, HINT_PASSWORD_RULES,
				 "no %s password of this firmware has more than %zu characters",
				 password_name(class), size);
	memset(bytes, 0, size);
	if (info->ascii)
		memcpy(bytes, text, length);
	else if (!scancode_from_text(text, bytes, size))
		return error_set(error, SMI_USAGE, HINT_PASSWORD_KEYS,
				 "the %s password has a character without a key",
				 password_name(class));
	return SMI_OK;
}

bool password_needs_short(s32 result)
{
	return result == SMI_RESULT_NOT_SUPPORTED || result == SMI_RESULT_BAD_BUFFER ||
	       result == SMI_RESULT_BUFFER_TOO_SMALL;
}

int password_result(unsigned int class, const struct ci_call *call, struct smi_error *error)
{
	bool changes = call->ci.command_select == SELECT_CHANGE ||
		       call->ci.command_select == SELECT_CHANGE_LONG;
	s32 result = call->ci.res[0];

	if (result == SMI_RESULT_DONE)
		return SMI_OK;
	if (result == SMI_RESULT_ERROR && changes)
		return error_set(error, SMI_REFUSED, HINT_PASSWORD_RULES,
				 "the firmware did not accept the old or the new %s password",
				 password_name(class));
	if (result == PASSWORD_INCORRECT || result == SMI_RESULT_ERROR)
		return error_set(error, SMI_REFUSED, HINT_PASSWORD_WRONG,
				 "the %s password is wrong", password_name(class));
	if (result == PASSWORD_NOT_INSTALLED)
		return error_set(error, SMI_NOT_FOUND, HINT_PASSWORD_SET,
				 "no %s password is installed", password_name(class));
	return ci_result(call, error);
}

/* One call; the result is left in @call. */
static int password_send_verify(struct machine *m, unsigned int class, bool is_long,
				const struct password_info *info, const char *text,
				struct ci_call *call, struct smi_error *error)
{
	size_t size = is_long ? info->max : PASSWORD_SHORT;
	u8 bytes[PASSWORD_SIZE];
	int code;

	memset(call, 0, sizeof(*call));
	call->secret = true;
	call->ci.command_class = class;
	code = password_encode(class, info, text, bytes, size, error);
	if (!code && is_long) {
		call->ci.command_select = SELECT_VERIFY_LONG;
		call->buffer[0].data = bytes;
		call->buffer[0].size = size;
	} else if (!code) {
		call->ci.command_select = SELECT_VERIFY;
		memcpy(call->ci.arg, bytes, PASSWORD_SHORT);
	}
	if (!code)
		code = ci_send(m, call, error);
	call->buffer[0].data = NULL;
	explicit_bzero(bytes, sizeof(bytes));
	return code;
}

int password_verify(struct machine *m, unsigned int class, const struct password_info *info,
		    const char *text, u32 *key, struct smi_error *error)
{
	bool is_long = info->properties && info->max;
	struct ci_call call;
	int code = password_send_verify(m, class, is_long, info, text, &call, error);

	if (!code && is_long && password_needs_short(call.ci.res[0]))
		code = password_send_verify(m, class, false, info, text, &call, error);
	if (!code)
		code = password_result(class, &call, error);
	if (!code)
		*key = call.ci.res[1] & 0xFFFF;
	explicit_bzero(&call, sizeof(call));
	return code;
}

/* Where text and key live; made when first needed. */
static struct security_key *password_secret(struct machine *m, struct smi_error *error)
{
	if (!m->key)
		m->key = secret_new(sizeof(*m->key));
	if (!m->key)
		error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	return m->key;
}

int password_ask(struct machine *m, unsigned int class, const struct password_info *info, u32 *key,
		 struct smi_error *error)
{
	const struct password_source *source = &m->options.password;
	struct security_key *secret = password_secret(m, error);
	int code;

	if (!secret)
		return SMI_FAILED;
	if (!source->ask)
		return error_set(error, SMI_PERMISSION, HINT_PASSWORD_FD,
				 "the firmware wants the %s password", password_name(class));
	code = source->ask(source->arg, class, secret->text, sizeof(secret->text), error);
	/* Firmware would count it as a wrong one. */
	if (!code && !*secret->text)
		code = error_set(error, SMI_USAGE, HINT_PASSWORD_FD, "no %s password given",
				 password_name(class));
	if (!code)
		code = password_verify(m, class, info, secret->text, key, error);
	explicit_bzero(secret->text, sizeof(secret->text));
	return code;
}

/* Which password guards: the admin password, without one the user password. */
static int password_find(struct machine *m, struct security_key *secret, struct smi_error *error)
{
	static const unsigned int classes[] = { CLASS_ADMIN_PASSWORD, CLASS_USER_PASSWORD };
	struct smi_error none;
	int code;

	if (secret->informed)
		return SMI_OK;
	for (size_t i = 0; i < ARRAY_SIZE(classes); i++) {
		/* A class that is not advertised has no password. */
		if (machine_has_class(m, classes[i], &none) == SMI_NOT_FOUND)
			continue;
		code = password_info(m, classes[i], &secret->info, error);
		if (code)
			return code;
		if (!secret->info.installed)
			continue;
		secret->class = classes[i];
		break;
	}
	secret->informed = true;
	return SMI_OK;
}

int password_is_needed(struct machine *m, bool *needed, struct smi_error *error)
{
	struct security_key *secret;
	int code;

	*needed = false;
	if (m->options.dry_run)
		return SMI_OK;
	secret = password_secret(m, error);
	if (!secret)
		return SMI_FAILED;
	code = secret->known ? SMI_OK : password_find(m, secret, error);
	*needed = !code && !secret->known && secret->class;
	return code;
}

int password_key(struct machine *m, u32 *key, struct smi_error *error)
{
	struct security_key *secret;
	bool needed;
	int code;

	*key = 0;
	code = password_is_needed(m, &needed, error);
	secret = m->key;
	if (code || !secret)
		return code;
	if (needed && secret->refused.code) {
		*error = secret->refused;
		return error->code;
	}
	if (needed)
		code = password_ask(m, secret->class, &secret->info, &secret->key, error);
	if (code)
		secret->refused = *error;
	/* Without a password any key serves, and nobody is asked again. */
	secret->known = !code;
	*key = secret->key;
	return code;
}

bool password_was_refused(const struct machine *m)
{
	return m->key && m->key->refused.code;
}

void password_forget(struct machine *m)
{
	secret_free(m->key, sizeof(*m->key));
	m->key = NULL;
}
