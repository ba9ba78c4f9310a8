/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine that is managed: this one, or with tables_dir another one of
 * which only the tables are known. What is learned is kept, so that each thing
 * is read once in a run.
 */
#ifndef LIB_MACHINE_H
#define LIB_MACHINE_H

#include "error.h"
#include "smbios.h"
#include "trace.h"
#include "transport.h"

struct cmos;
struct security_key;
struct token_names;
struct token_table;
struct token_values;

/**
 * struct password_source - where passwords come from
 * @ask: puts the password for a class (enum ci_class) into @text, which has
 *	@size bytes; SMI_OK or the code of @error
 * @arg: handed to @ask
 */
struct password_source {
	int (*ask)(void *arg, unsigned int class, char *text, size_t size, struct smi_error *error);
	void *arg;
};

/**
 * struct machine_options - which machine, and how it is reached
 * @sysfs: stands for /sys
 * @dev: stands for /dev
 * @tables_dir: tables of another machine, or NULL; then nothing of the running
 *	machine is opened
 * @config_dir: the only place to look for .conf files, or NULL
 * @transport: "auto", "sysfs" or "device"
 * @dry_run: what would change something is recorded and not done
 * @timeout_ms: longest wait for a lock, in milliseconds
 * @pace_ms: pause between two SMIs, in milliseconds
 * @trace: who is told of each step
 * @password: where passwords come from
 */
struct machine_options {
	const char *sysfs, *dev, *tables_dir, *config_dir, *transport;
	bool dry_run;
	unsigned int timeout_ms, pace_ms;
	struct trace trace;
	struct password_source password;
};

/**
 * struct machine - what is known
 * @options: as given
 * @smbios: tables once read; data is NULL before
 * @transport: way to the driver once needed
 * @smis: SMIs raised so far
 * @tokens: see token_table.h
 * @names: see token_name.h
 * @values: see token_value.h
 * @cmos: see cmos.h
 * @key: see password.h
 */
struct machine {
	struct machine_options options;
	struct smbios smbios;
	struct transport *transport;
	unsigned int smis;
	struct token_table *tokens;
	struct token_names *names;
	struct token_values *values;
	struct cmos *cmos;
	struct security_key *key;
};

void machine_init(struct machine *m, const struct machine_options *options);
/* Wipes and frees everything that was learned. */
void machine_free(struct machine *m);

/* Reads the tables once. As smbios_load(). */
int machine_tables(struct machine *m, struct smi_error *error);

/* Opens the way to the driver once; SMI_USAGE with tables_dir. */
int machine_transport(struct machine *m, struct transport **transport, struct smi_error *error);

/* One lock for a batch of calls; may be nested. */
int machine_lock(struct machine *m, struct smi_error *error);
void machine_unlock(struct machine *m);
/* The same, also with a pause between SMIs: what is read must not change before it is written. */
int machine_hold(struct machine *m, struct smi_error *error);
void machine_let_go(struct machine *m);

/**
 * struct machine_ci - what SMBIOS types 218 and 208 say of the calling interface
 * @port: port and code
 * @classes: bit n is set when class n is advertised
 * @dsci: buffers that firmware fills begin with a length and hold "DSCI"
 */
struct machine_ci {
	struct smi_port port;
	u32 classes;
	bool dsci;
};

/* SMI_NOT_FOUND when the tables have no type 218. */
int machine_ci(struct machine *m, struct machine_ci *ci, struct smi_error *error);
/* SMI_NOT_FOUND when the class is not advertised, with the classes that are. */
int machine_has_class(struct machine *m, unsigned int class, struct smi_error *error);

/*
 * A Dell by the manufacturer of type 1 or 0, a whole word "Dell" in any case,
 * or by the OEM string "Dell System". Tables loaded before.
 */
bool machine_is_dell(const struct machine *m);
/* Manufacturer and model as the tables have them; "" for a placeholder. */
void machine_vendor(const struct machine *m, char *to, size_t size);
void machine_model(const struct machine *m, char *to, size_t size);

/*
 * SMI type of host control for this model, from platforms.conf. SMI_NOT_FOUND
 * when none is documented.
 */
int machine_smi_type(struct machine *m, unsigned int *type, struct smi_error *error);

#endif /* LIB_MACHINE_H */
