// SPDX-License-Identifier: GPL-2.0-only
/*
 * Answers of a real machine, from a report that its owner has made: a call that
 * is in the report is answered as it was there, results, buffer and all. What has
 * been written since then counts more. In comes a fw_cfg file, made by
 * ../lib/FirmwareConfig.pm: its size, then answers without gaps.
 */
#include "smm.h"

struct answer {
	__u16 size;		/* of all of it */
	__u16 command_class;
	__u16 command_select;
	__u8 argument;		/* 1 to 4: points to memory; 0: none does */
	__u8 header;		/* the memory begins with length and DSCI */
	__u32 arg[4];
	__u32 res[4];
	__u8 bytes[];
} __attribute__((packed));

/* In a class: its answers count no more. */
#define FORGOTTEN		0xffff

/**
 * recorded_load() - read the answers, at the first power on
 */
void recorded_load(void)
{
	__u32 size = 0;

	memset(answers, 0, sizeof(struct answer));
	if (!fw_cfg_open(ANSWERS_FILE, sizeof(ANSWERS_FILE)))
		return;
	fw_cfg_read(&size, sizeof(size));
	if (size > ANSWERS_SIZE - sizeof(struct answer)) {
		console_text("poweredge: no room for the answers\r\n");
		return;
	}
	fw_cfg_read(answers, size);
	memset(answers + size, 0, sizeof(struct answer));
	log_begin("answers");
	log_number("size", size);
	log_end();
}

static struct answer *first(void)
{
	struct answer *answer = (struct answer *)answers;

	return answer->size ? answer : NULL;
}

static struct answer *next(struct answer *answer)
{
	answer = (struct answer *)((__u8 *)answer + answer->size);
	return answer->size ? answer : NULL;
}

static bool same_call(const struct answer *answer,
		      const struct smi_calling_interface *call)
{
	if (answer->command_class != call->command_class ||
	    answer->command_select != call->command_select)
		return false;
	for (int i = 0; i < 4; i++)
		if (i + 1 != answer->argument && answer->arg[i] != call->arg[i])
			return false;
	return true;
}

/* Results and memory of an answer; the caller's memory is checked first. */
static int give(const struct answer *answer, struct smi_calling_interface *call)
{
	__u32 size = answer->size - sizeof(*answer);
	int result = SMI_RESULT_DONE;
	__u32 address;

	if (size) {
		address = call->arg[answer->argument - 1];
		if (answer->header) {
			result = dsci_check(call, address, size);
			address += sizeof(__u32);
		} else {
			result = bounds_result(address, size);
		}
		if (result != SMI_RESULT_DONE)
			return result;
		memcpy((void *)address, answer->bytes, size);
	}
	memcpy(call->res, answer->res, sizeof(call->res));
	return call->res[0];
}

/**
 * recorded_answer() - answer a call as the report has it
 * @call: the caller's buffer, checked; results are stored in it
 *
 * Return: whether the report has it.
 */
bool recorded_answer(struct smi_calling_interface *call)
{
	for (struct answer *a = first(); a; a = next(a)) {
		if (same_call(a, call)) {
			log_text("from", "report");
			call->res[0] = give(a, call);
			return true;
		}
	}
	return false;
}

static bool changes(const struct smi_calling_interface *call)
{
	switch (call->command_class) {
	case 1:
		return true;
	case 4:
		return call->command_select == 11 && call->arg[0] == 2;
	case 9:
	case 10:
	case 12:
		return call->command_select == 2 || call->command_select == 5;
	case 11:
		return call->command_select & 1;
	case 17:
		return call->command_select == 19 && call->arg[0] == 1;
	case 20:
		return call->command_select == 1;
	}
	return false;
}

/* Is this one about what the call has changed? */
static bool about(const struct answer *answer,
		  const struct smi_calling_interface *call)
{
	if (call->command_class != 1)
		return answer->command_class == call->command_class;
	return answer->command_class == 0 &&
	       setting_same(answer->arg[0], call->arg[0]);
}

/**
 * recorded_forget() - what the firmware itself has written counts more
 * @call: a call that it has carried out
 */
void recorded_forget(const struct smi_calling_interface *call)
{
	if (!changes(call))
		return;
	for (struct answer *a = first(); a; a = next(a))
		if (about(a, call))
			a->command_class = FORGOTTEN;
}
