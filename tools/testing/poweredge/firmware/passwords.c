// SPDX-License-Identifier: GPL-2.0-only
/*
 * BIOS passwords, classes 9, 10 and 12, and the security keys that one gets for
 * them. Passwords come in and are compared; nothing of them goes out or to the
 * log. What they have to be like is the machine's to say (config.rules).
 */
#include "smm.h"

/* Selects of classes 9, 10 and 12. */
#define PASSWORD_INSTALLED	0
#define PASSWORD_VERIFY		1
#define PASSWORD_CHANGE		2
#define PASSWORD_PROPERTIES	3
#define PASSWORD_VERIFY_LONG	4
#define PASSWORD_CHANGE_LONG	5

/* Results of classes 9, 10 and 12. */
#define PASSWORD_OK		0
#define PASSWORD_NOT_INSTALLED	1
#define PASSWORD_INCORRECT	2

#define PASSWORD_SHORT		8	/* bytes that fit in two arguments */

enum { USER, ADMIN, OWNER };

static int password_index(unsigned int command_class)
{
	switch (command_class) {
	case 9:
		return USER;
	case 10:
		return ADMIN;
	case 12:
		return OWNER;
	}
	return -1;
}

/**
 * password_class() - is this a class for passwords?
 * @command_class: class of a call
 */
bool password_class(unsigned int command_class)
{
	return password_index(command_class) >= 0;
}

/* 16 bits: libsmbios hands on no more of it. */
static __u32 new_key(void)
{
	__u32 key;

	do {
		key = bad_random() & 0xffff;
	} while (!key);
	return key;
}

/**
 * password_key_fits() - may the holder of this key change settings?
 * @key: security key of a call
 *
 * The admin password rules, else the user password; with neither, any key.
 */
bool password_key_fits(__u32 key)
{
	for (int i = ADMIN; i >= USER; i--)
		if (nvram.password[i].installed)
			return key && key == nvram.password[i].key;
	return true;
}

/* Takes a whole password, 0-terminated or of full length; wipes the rest. */
static size_t password_take(char *text, const void *from, size_t size)
{
	size_t length;

	memset(text, 0, PASSWORD_MAX);
	memcpy(text, from, size);
	for (length = 0; length < size && text[length]; length++)
		;
	memset(text + length, 0, PASSWORD_MAX - length);
	return length;
}

enum kind { LETTER, DIGIT, SPECIAL, KINDS };

static enum kind kind_of(__u8 c)
{
	if (config.rules.characteristics & PASSWORD_ASCII) {
		if (c >= '0' && c <= '9')
			return DIGIT;
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ?
		       LETTER : SPECIAL;
	}
	/* Keys: 1 to 0; then the three rows of letters. */
	if (c >= 0x02 && c <= 0x0b)
		return DIGIT;
	return (c >= 0x10 && c <= 0x19) || (c >= 0x1e && c <= 0x26) ||
	       (c >= 0x2c && c <= 0x32) ? LETTER : SPECIAL;
}

/* Whether a new password is as the machine wants it; the empty one removes it. */
static bool rules_ok(const char *text, size_t length)
{
	const struct password_rules *rules = &config.rules;
	unsigned int count[KINDS] = { 0 }, repeats = 0, most = 0;

	for (size_t i = 0; i < length; i++) {
		count[kind_of(text[i])]++;
		repeats = i && text[i] == text[i - 1] ? repeats + 1 : 1;
		most = repeats > most ? repeats : most;
	}
	return !length ||
	       (length >= rules->min && length <= rules->max &&
		count[LETTER] >= rules->letters &&
		count[DIGIT] >= rules->digits &&
		count[SPECIAL] >= rules->specials &&
		(!rules->repeats || most <= rules->repeats));
}

/*
 * Is this the password? After too many that were not, none is right until the
 * machine starts again.
 */
static bool password_right(struct password *password, const char *text)
{
	if (config.lockout && password->wrong >= config.lockout)
		return refused(false, "locked-out");
	if (memcmp(password->text, text, PASSWORD_MAX)) {
		password->wrong++;
		return refused(false, "wrong-password");
	}
	password->wrong = 0;
	return true;
}

static int password_verify(struct smi_calling_interface *call,
			   struct password *password, const char *text)
{
	if (!password->installed)
		return PASSWORD_NOT_INSTALLED;
	if (!password_right(password, text))
		return PASSWORD_INCORRECT;
	password->key = new_key();
	call->res[1] = password->key;
	if (bad_is(BAD_WRONG_KEY))
		call->res[1] ^= 0x5aa5;
	return PASSWORD_OK;
}

static int password_change(struct password *password, const char *old,
			   const char *text, size_t length)
{
	if (password->installed && !password_right(password, old))
		return PASSWORD_INCORRECT;
	if (!rules_ok(text, length))
		return refused(SMI_RESULT_ERROR, "rules");
	if (bad_no_effect())
		return PASSWORD_OK;
	memcpy(password->text, text, PASSWORD_MAX);
	password->installed = length;
	password->key = 0;
	return PASSWORD_OK;
}

static int password_properties(struct smi_calling_interface *call,
			       const struct password *password)
{
	const struct password_rules *rules = &config.rules;

	call->res[1] = (password->installed ? PASSWORD_OK :
					      PASSWORD_NOT_INSTALLED) |
		       rules->max << 8 | rules->min << 16 |
		       rules->characteristics << 24;
	call->res[2] = rules->letters | rules->digits << 8 |
		       rules->specials << 16 | rules->repeats << 24;
	return SMI_RESULT_DONE;
}

/*
 * Old and new password, or the one to verify, come one behind the other, in the
 * arguments or in memory. Everything that was copied is wiped.
 */
static int password_compare(struct smi_calling_interface *call,
			    struct password *password)
{
	bool is_long = call->command_select >= PASSWORD_VERIFY_LONG;
	bool changes = call->command_select == PASSWORD_CHANGE ||
		       call->command_select == PASSWORD_CHANGE_LONG;
	size_t size = is_long ? config.rules.max : PASSWORD_SHORT;
	const char *from = is_long ? (const char *)call->arg[0] :
				     (const char *)call->arg;
	char old[PASSWORD_MAX], text[PASSWORD_MAX];
	size_t length;
	int result;

	if (is_long) {
		result = bounds_result(call->arg[0], size << changes);
		if (result != SMI_RESULT_DONE)
			return result;
	}
	password_take(old, from, size);
	if (changes) {
		length = password_take(text, from + size, size);
		result = password_change(password, old, text, length);
	} else {
		result = password_verify(call, password, old);
	}
	memset(old, 0, sizeof(old));
	memset(text, 0, sizeof(text));
	asm volatile("" : : "r"(old), "r"(text) : "memory");
	return result;
}

/**
 * password_call() - carry out a call of class 9, 10 or 12
 * @call: the caller's buffer, checked; results are stored in it
 *
 * Return: SMI_RESULT_*, PASSWORD_NOT_INSTALLED or PASSWORD_INCORRECT.
 */
int password_call(struct smi_calling_interface *call)
{
	struct password *password =
		&nvram.password[password_index(call->command_class)];
	unsigned int select = call->command_select;

	if (select >= 8 || !(config.rules.selects >> select & 1))
		return refused(SMI_RESULT_NOT_SUPPORTED, "select");
	switch (select) {
	case PASSWORD_INSTALLED:
		if (call->arg[0] != 1)
			return refused(SMI_RESULT_ERROR, "argument");
		return password->installed ? PASSWORD_OK :
					     PASSWORD_NOT_INSTALLED;
	case PASSWORD_PROPERTIES:
		return password_properties(call, password);
	case PASSWORD_VERIFY:
	case PASSWORD_CHANGE:
	case PASSWORD_VERIFY_LONG:
	case PASSWORD_CHANGE_LONG:
		return password_compare(call, password);
	}
	return refused(SMI_RESULT_NOT_SUPPORTED, "select");
}
