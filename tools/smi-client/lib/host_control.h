/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Host control: what firmware is asked to do after the next shutdown. */
#ifndef LIB_HOST_CONTROL_H
#define LIB_HOST_CONTROL_H

#include "error.h"
#include "finding.h"
#include "machine.h"

/**
 * struct host_control - the driver's three files
 * @action: bits HC_ACTION_*; power off wins
 * @smi_type: how the model takes the command, 0: not set
 * @on_shutdown: whether it is done at shutdown
 */
struct host_control {
	u64 action, smi_type, on_shutdown;
};

/* Whether something happens at the next shutdown. */
bool host_control_armed(const struct host_control *hc);
/* "none", "power-off", "power-cycle". */
const char *host_control_action_name(u64 action);

/* The driver's files; as machine_transport(). */
int host_control_read(struct machine *m, struct host_control *hc, struct smi_error *error);

/**
 * host_control_arm() - have the driver do it at the next shutdown
 * @m: machine
 * @action: HC_ACTION_POWER_OFF or HC_ACTION_POWER_CYCLE
 * @smi_type: 1 to 3; 0: what platforms.conf says of the model
 * @hc: read back; what would be in a dry run
 *
 * What is so already is not written. On any failure nothing stays armed; when
 * taking it back fails too, the message says so.
 *
 * Return: SMI_OK; SMI_NOT_FOUND when no SMI type is documented; or a failure
 */
int host_control_arm(struct machine *m, u64 action, unsigned int smi_type,
		     struct host_control *hc, struct smi_error *error);

/* Takes it back and reads back; @hc as above. */
int host_control_disarm(struct machine *m, struct host_control *hc, struct smi_error *error);

/**
 * struct host_control_check - what the next shutdown would do
 * @known: @hc could be read
 * @hc: what is armed
 * @type: documented SMI type of the model, 0: none
 * @findings: what was looked at; all that is not FINDING_OK is in the way or
 *	not known
 */
struct host_control_check {
	bool known;
	struct host_control hc;
	unsigned int type;
	struct findings findings;
};

/**
 * host_control_check() - what would happen, and what is in the way
 * @m: machine
 * @action: what is to be armed; 0: what is armed
 * @smi_type: as for host_control_arm()
 * @check: filled in
 *
 * Looks at driver, model, CPU 0, a loaded kexec kernel and, in a Xen dom0, at
 * guests and memory claims (at most 5 seconds). No SMI is raised.
 *
 * Return: SMI_OK when nothing is in the way, SMI_DIFFERS otherwise
 */
int host_control_check(struct machine *m, u64 action, unsigned int smi_type,
		       struct host_control_check *check);

#endif /* LIB_HOST_CONTROL_H */
