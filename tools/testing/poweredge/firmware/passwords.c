// SPDX-License-Identifier: GPL-2.0-only
/*
 * The key desk: BIOS passwords and the security keys that one gets for them.
 * Passwords come in and are compared; nothing of them goes out or to the log.
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

/*
 * A number that the caller cannot guess from the last one. 16 bits: libsmbios
 * hands on no more of it.
 */
static __u32 new_key(void)
{
	static __u32 state;
	__u32 low, high;

	do {
		asm volatile("rdtsc" : "=a"(low), "=d"(high));
		state = (state ^ low ^ high) * 0x9e3779b1;
		state ^= state >> 15;
	} while (!(state & 0xffff));
	return state & 0xffff;
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

static int password_verify(struct password *password, const char *text)
{
	if (!password->installed)
		return PASSWORD_NOT_INSTALLED;
	if (memcmp(password->text, text, PASSWORD_MAX))
		return PASSWORD_INCORRECT;
	password->key = new_key();
	return PASSWORD_OK;
}

static int password_change(struct password *password, const char *old,
			   const char *text, size_t length)
{
	if (password->installed && memcmp(password->text, old, PASSWORD_MAX))
		return PASSWORD_INCORRECT;
	if (length &&
	    (length < config.password_min || length > config.password_max))
		return SMI_RESULT_ERROR;
	memcpy(password->text, text, PASSWORD_MAX);
	password->installed = length;
	password->key = 0;
	return PASSWORD_OK;
}

/**
 * password_call() - carry out a call of class 9, 10 or 12
 * @call: the caller's buffer, checked; results are stored in it
 */
void password_call(struct smi_calling_interface *call)
{
	struct password *password =
		&nvram.password[password_index(call->command_class)];
	bool is_long = call->command_select == PASSWORD_VERIFY_LONG ||
		       call->command_select == PASSWORD_CHANGE_LONG;
	bool changes = call->command_select == PASSWORD_CHANGE ||
		       call->command_select == PASSWORD_CHANGE_LONG;
	size_t size = is_long ? config.password_max : PASSWORD_SHORT;
	char old[PASSWORD_MAX], text[PASSWORD_MAX];
	size_t length = 0;

	switch (call->command_select) {
	case PASSWORD_INSTALLED:
		call->res[0] = password->installed ? PASSWORD_OK :
						     PASSWORD_NOT_INSTALLED;
		return;
	case PASSWORD_PROPERTIES:
		call->res[1] = (password->installed ? 0 : 1) |
			       config.password_max << 8 |
			       config.password_min << 16;
		call->res[0] = SMI_RESULT_DONE;
		return;
	case PASSWORD_VERIFY:
	case PASSWORD_CHANGE:
	case PASSWORD_VERIFY_LONG:
	case PASSWORD_CHANGE_LONG:
		break;
	default:
		call->res[0] = SMI_RESULT_NOT_SUPPORTED;
		return;
	}

	for (int i = 0; is_long && i <= changes; i++) {
		call->res[0] = bounds_result(call->arg[i], size);
		if (call->res[0] != SMI_RESULT_DONE)
			return;
	}
	password_take(old, is_long ? (void *)call->arg[0] :
				     (void *)&call->arg[0], size);
	if (changes) {
		length = password_take(text,
				       is_long ? (void *)call->arg[1] :
						 (void *)&call->arg[2], size);
		call->res[0] = password_change(password, old, text, length);
	} else {
		call->res[0] = password_verify(password, old);
		if (call->res[0] == PASSWORD_OK)
			call->res[1] = password->key;
	}
	memset(old, 0, sizeof(old));
	memset(text, 0, sizeof(text));
	asm volatile("" : : "r"(old), "r"(text) : "memory");
}
