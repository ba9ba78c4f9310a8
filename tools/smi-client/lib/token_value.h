/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * State of tokens: read, written, read back. A location of firmware is asked
 * for once in a run, however many tokens share it, and again after a write.
 */
#ifndef LIB_TOKEN_VALUE_H
#define LIB_TOKEN_VALUE_H

#include "token_table.h"

struct token_values;

#define TOKEN_BYTES	255	/* longest string of type 212 */

/**
 * struct token_value - state of a token
 * @active: of a choice: it is the active one
 * @number: type 218: what is at its location; a choice of type 212: its bits
 * @min: type 218: smallest number, as firmware says; see token_has_bounds()
 * @max: type 218: largest
 * @bytes: of a string of type 212
 * @length: of @bytes
 * @no_sum: the sum behind a tag is wrong: for the BIOS there is no tag
 */
struct token_value {
	bool active, no_sum;
	u32 number, min, max;
	u8 bytes[TOKEN_BYTES];
	size_t length;
};

/*
 * Whether reading can tell anything: not a text that has no location, and of
 * another machine only what is in its cmos.dat.
 */
bool token_value_is_there(struct machine *m, const struct token *token);

/**
 * token_value_lock() - one lock for a batch of reads and writes
 * @m: machine
 *
 * What cannot be locked now is told by the reads that need it. May be nested.
 */
void token_value_lock(struct machine *m);
void token_value_unlock(struct machine *m);

/**
 * token_value_read() - what is set
 * @m: machine with its tokens loaded
 * @token: one that token_value_is_there()
 * @value: filled in
 *
 * A failure that is that of all tokens of this type (no driver, no permission,
 * no lock) is returned again without another attempt.
 *
 * Return: SMI_OK; SMI_NOT_FOUND without driver, class or /dev/port;
 * SMI_PERMISSION, SMI_BUSY, SMI_REFUSED, SMI_FAILED
 */
int token_value_read(struct machine *m, const struct token *token, struct token_value *value,
		     struct smi_error *error);

/* Whether a failure of token_value_read() is that of all tokens of the type. */
bool token_value_is_general(enum smi_code code);

/* What was read of firmware is read anew. */
void token_value_forget(struct machine *m);

/**
 * token_value_activate() - make a choice
 * @m: machine with its tokens loaded
 * @token: a choice
 * @force: also when a checksum of CMOS is wrong before
 *
 * Asks for a password when firmware has one. Reads back what was written. In a
 * dry run the write is recorded.
 *
 * Return: SMI_OK, SMI_FAILED when it reads back otherwise, as password_key(),
 * ci_do() and cmos_write()
 */
int token_value_activate(struct machine *m, const struct token *token, bool force,
			 struct smi_error *error);
/* The same for a number at the location of a type 218 token. */
int token_value_write_number(struct machine *m, const struct token *token, u32 number,
			     struct smi_error *error);
/* The same for a string of type 212; a shorter one is filled up with zero. */
int token_value_write_bytes(struct machine *m, const struct token *token, const u8 *bytes,
			    size_t length, bool force, struct smi_error *error);
/* The same for what token_value_read() gave before: to undo a change. */
int token_value_restore(struct machine *m, const struct token *token,
			const struct token_value *old, struct smi_error *error);

/* Takes NULL. */
void token_values_free(struct token_values *values);

#endif /* LIB_TOKEN_VALUE_H */
