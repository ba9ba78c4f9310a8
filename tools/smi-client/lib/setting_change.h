/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Changes of settings: each is checked before the first is written, each is
 * read back, and when one fails the ones before it are undone.
 */
#ifndef LIB_SETTING_CHANGE_H
#define LIB_SETTING_CHANGE_H

#include "setting.h"

enum setting_outcome {
	SETTING_OPEN,		/* not looked at yet */
	SETTING_REFUSED,	/* not allowed, or not possible; see @why */
	SETTING_MISSING,	/* this machine has no such setting or choice */
	SETTING_UNKNOWN,	/* what is set could not be read; see @why */
	SETTING_UNCHANGED,	/* it was so before */
	SETTING_DIFFERS,	/* it would be changed */
	SETTING_CHANGED,	/* written and read back */
	SETTING_UNDONE,		/* changed, and set back as it was before */
	SETTING_FAILED,		/* the write failed; see @why */
	SETTING_OUTCOMES
};

/**
 * struct setting_change - what one setting is to be
 * @setting: which; NULL when it was not found
 * @token: the choice to make, or the token that keeps the value
 * @number: the number to write
 * @bytes: the string to write, filled up to its length
 * @length: of @bytes
 * @before: what was set
 * @old: what was at the place of @token
 * @outcome: what has come of it
 * @is_wanted: @token and the value are what was asked for
 * @typed: not from the file that was given with it
 * @is_as_before: after SETTING_FAILED: read again, and it is as before
 * @beyond: firmware gives bounds for the number that it is outside of
 * @why: for SETTING_REFUSED, _MISSING, _UNKNOWN and _FAILED
 */
struct setting_change {
	const struct setting *setting;
	const struct token *token;
	u32 number;
	u8 bytes[TOKEN_BYTES];
	size_t length;
	struct setting_state before;
	struct token_value old;
	enum setting_outcome outcome;
	bool is_wanted, typed, is_as_before, beyond;
	struct smi_error why;
};

/**
 * struct setting_plan - changes that are made together
 * @force: write dangerous tokens, numbers outside of doubtful bounds, and CMOS
 *	whose checksum is wrong before
 * @from_file: refuse what is dangerous or no setting, whatever @force says
 * @skip_missing: what this machine does not have is no failure
 * @compare: only look what differs: nothing is refused
 * @change: the changes
 * @count: how many
 * @smis: set by setting_plan_smis(): SMIs of this dry run, and those that a real
 *	run raises besides
 * @password: set by it: a password would be asked for, which takes more
 * @locked: setting_plan_run() has the lock of CMOS and what is read
 * @held: and that of firmware
 * @backed_up: @backup was called and has not failed
 * @backup: called before the first write, under its lock; its failure ends the
 *	run; or NULL
 * @progress: called after each step with how many of @steps are done; or NULL
 * @arg: handed to @backup and @progress
 */
struct setting_plan {
	bool force, from_file, skip_missing, compare;
	struct setting_change *change;
	size_t count;
	unsigned int smis;
	bool password, locked, held, backed_up;
	int (*backup)(void *arg, const struct setting_plan *plan, struct smi_error *error);
	void (*progress)(void *arg, size_t at, size_t steps);
	void *arg;
};

/* "unchanged", "changed", ... */
const char *setting_outcome_text(enum setting_outcome outcome);

/**
 * setting_change_to() - what "KEY" and "VALUE" mean on this machine
 * @m: machine
 * @settings: of it
 * @key: name, "ID" or "ID@LOCATION"
 * @value: a choice by name or id, a number, a text, "hex:BYTES"; NULL: the
 *	choice that @key is the id of
 * @change: filled in; on failure the outcome is SETTING_MISSING or _REFUSED
 *
 * Return: SMI_OK, SMI_USAGE for a value that cannot be, SMI_NOT_FOUND
 */
int setting_change_to(struct machine *m, const struct settings *settings, const char *key,
		      const char *value, struct setting_change *change, struct smi_error *error);

/*
 * For what was typed: a choice that a known setting does not have is a mistake
 * of the command line. Returns the code of @error.
 */
int setting_change_typed(const struct setting_change *change, struct smi_error *error);

/**
 * setting_change_parse() - the same for "KEY=VALUE"
 *
 * A name may hold '=' itself: the first split whose name is known counts.
 */
int setting_change_parse(struct machine *m, const struct settings *settings, const char *text,
			 struct setting_change *change, struct smi_error *error);

/**
 * setting_plan_check() - whether all changes can be made, and which differ
 * @m: machine
 * @settings: of it
 * @plan: each open change gets an outcome; two different values for one
 *	setting are refused
 *
 * Reads what is set; writes nothing.
 *
 * Return: SMI_OK when all are SETTING_UNCHANGED or SETTING_DIFFERS, else the
 * first failure with how many there are
 */
int setting_plan_check(struct machine *m, const struct settings *settings,
		       struct setting_plan *plan, struct smi_error *error);

/**
 * setting_plan_apply() - make the changes that differ
 * @m: machine
 * @plan: checked before
 *
 * Return: SMI_OK, or the failure of the change that ended it, with what was
 * undone and what could not be. In a dry run writes are recorded, and the
 * outcomes stay.
 */
int setting_plan_apply(struct machine *m, struct setting_plan *plan, struct smi_error *error);

/**
 * setting_plan_run() - check a plan, back it up and make its changes
 * @m: machine
 * @settings: of it
 * @plan: filled in; after a failure, what was not tried is SETTING_OPEN
 *
 * One lock from reading what is set to the last write, so that what is kept as
 * the old value is what was overwritten. While somebody is asked for a password
 * there is no lock; what is set is read again afterwards.
 *
 * Return: as setting_plan_check(), @plan->backup and setting_plan_apply()
 */
int setting_plan_run(struct machine *m, const struct settings *settings,
		     struct setting_plan *plan, struct smi_error *error);

/* What has come of a change, or of a plan: 1 changed, 0 as before, -1 not known, or would change */
int setting_change_state(const struct setting_change *change);
int setting_plan_state(const struct setting_plan *plan);

/* How many changes have an outcome. */
size_t setting_plan_count(const struct setting_plan *plan, enum setting_outcome outcome);

/**
 * setting_plan_smis() - how many SMIs a run takes that makes the changes
 * @m: machine, in a dry run with its changes checked
 * @plan: its @smis and @password are set
 *
 * Return: SMI_OK, or as password_info()
 */
int setting_plan_smis(struct machine *m, struct setting_plan *plan, struct smi_error *error);

/* What a change wants, in words. */
void setting_change_text(const struct machine *m, const struct setting_change *change, char *to,
			 size_t size);

#endif /* LIB_SETTING_CHANGE_H */
