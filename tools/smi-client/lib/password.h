/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BIOS passwords, and the security key that a right one gives. */
#ifndef LIB_PASSWORD_H
#define LIB_PASSWORD_H

#include "calling_interface.h"
#include "error.h"
#include "machine.h"

#define PASSWORD_MAX	255	/* longest that any firmware can take, in characters */
#define PASSWORD_SIZE	(PASSWORD_MAX + 1)

/**
 * struct password_info - what firmware says of one password
 * @supported: false: firmware said that it knows no such password
 * @installed: it is set
 * @contradictory: properties and select 0 disagree; @installed is then false
 * @properties: the members below were told, and the long calls may be there
 * @max: longest, in characters; 0: not told
 * @min: shortest, in characters
 * @ascii: compared as text; else as scan codes of keys
 * @alphanumeric: letters and digits only
 * @permanent: cannot be removed
 * @letters: fewest letters, 0: any number
 * @digits: fewest digits, 0: any number
 * @special: fewest other characters, 0: any number
 * @repeats: how often one character may stand in a row, 0: any number
 */
struct password_info {
	bool supported, installed, contradictory, properties;
	u8 max, min;
	bool ascii, alphanumeric, permanent;
	u8 letters, digits, special, repeats;
};

/* "user", "admin", "owner". */
const char *password_name(unsigned int class);

/**
 * password_info() - ask firmware about a password
 * @m: machine
 * @class: CLASS_USER_PASSWORD, CLASS_ADMIN_PASSWORD or CLASS_OWNER_PASSWORD
 * @info: filled in on success
 *
 * Return: SMI_OK once firmware has answered, "not supported" included;
 * SMI_NOT_FOUND for a class that is not advertised; SMI_FAILED when firmware
 * does not answer; or as ci_send()
 */
int password_info(struct machine *m, unsigned int class, struct password_info *info,
		  struct smi_error *error);

/**
 * password_fits() - whether firmware can have such a password
 * @class: which, for the message
 * @info: what firmware says of it
 * @text: the password; it is not in the message
 *
 * Return: SMI_OK or SMI_USAGE with the rule that is broken. No SMI is raised.
 */
int password_fits(unsigned int class, const struct password_info *info, const char *text,
		  struct smi_error *error);

/**
 * password_verify() - ask firmware whether this is the password
 * @m: machine
 * @class: which
 * @info: what firmware says of it
 * @text: the password
 * @key: set to the security key, of 16 bits
 *
 * A wrong password is sent once only: firmware may lock after some.
 *
 * Return: SMI_OK, SMI_REFUSED when it is wrong, SMI_USAGE when it cannot be
 * right, or a failure
 */
int password_verify(struct machine *m, unsigned int class, const struct password_info *info,
		    const char *text, u32 *key, struct smi_error *error);

/* password_verify() with a text from the machine's password source. */
int password_ask(struct machine *m, unsigned int class, const struct password_info *info, u32 *key,
		 struct smi_error *error);

/**
 * password_change() - set, change or remove a password
 * @m: machine
 * @class: which
 * @info: what firmware says of it
 * @old: the password so far, "" when none is set
 * @new: the password to be, "" to remove it; checked by password_fits() before
 * @sent: set to true once firmware was asked to change it; with a failure
 *	afterwards the state is not known
 *
 * Afterwards the new one is verified, or that none is installed. In a dry run
 * nothing is sent.
 *
 * Return: SMI_OK when it is as asked, SMI_REFUSED, or a failure
 */
int password_change(struct machine *m, unsigned int class, const struct password_info *info,
		    const char *old, const char *new, bool *sent, struct smi_error *error);

/**
 * password_key() - the security key that a write needs
 * @m: machine
 * @key: 0 when no password is set: any key serves then
 *
 * Asked for once in a run. The admin password comes first; without one the user
 * password guards. A dry run asks for none.
 *
 * Return: SMI_OK; or a failure: one that was wrong is not asked for again in
 * this run
 */
int password_key(struct machine *m, u32 *key, struct smi_error *error);

/* Whether password_key() would ask somebody; firmware is asked that once in a run. */
int password_is_needed(struct machine *m, bool *needed, struct smi_error *error);

/* Whether password_key() has asked for one, and it did not serve. */
bool password_was_refused(const struct machine *m);

/* Wipes and frees @m->key; for machine_free(). */
void password_forget(struct machine *m);

#endif /* LIB_PASSWORD_H */
