/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Firmware that keeps settings, for unit tests: classes 0 and 1 read and write
 * locations, classes 9 and 10 say that no password is set. And the settings that
 * the library makes of it.
 */
#ifndef UNIT_SETTINGS_FIRMWARE_H
#define UNIT_SETTINGS_FIRMWARE_H

#include "fixture.h"

#include "../../lib/setting.h"

#define SETTINGS_CLASSES	(1 << 0 | 1 << 1 | 1 << 9 | 1 << 10)
#define LOCATIONS		0x10000

/**
 * struct settings_firmware - what it holds and how it misbehaves
 * @value: at each location
 * @master: location whose value is read and written instead, 0: its own
 * @min: bounds told for a location
 * @max: bounds told for a location
 * @reads: how often each location was read
 * @writes: how many writes reached it
 * @stuck: location that says done and changes nothing
 * @refused: location that may not be read
 * @password: an admin password is installed
 * @good_writes: so many writes are done, later ones refused; -1: all are done
 */
struct settings_firmware {
	u32 value[LOCATIONS], min[LOCATIONS], max[LOCATIONS];
	u16 master[LOCATIONS];
	unsigned int reads[LOCATIONS], writes;
	u16 stuck, refused;
	bool password;
	int good_writes;
};

static struct settings_firmware firmware;
static struct settings settings;

static inline u16 firmware_place(u16 location)
{
	return firmware.master[location] ? firmware.master[location] : location;
}

static inline int firmware_answer(struct fixture *f, struct ci_call *call)
{
	struct smi_calling_interface *ci = &call->ci;
	u16 location = ci->arg[0], place = firmware_place(location);

	(void)f;
	ci->res[0] = 0;
	if (ci->command_class == 9 || ci->command_class == 10) {
		ci->res[0] = ci->command_select == 1 ? 0 : ci->command_select ? -2 :
			     firmware.password && ci->command_class == 10 ? 0 : 1;
	} else if (location == firmware.refused && firmware.refused) {
		ci->res[0] = -1;
	} else if (ci->command_class == 0) {
		firmware.reads[location]++;
		ci->res[1] = firmware.value[place];
		ci->res[2] = firmware.min[location];
		ci->res[3] = firmware.max[location];
	} else {
		firmware.writes++;
		if (firmware.good_writes >= 0 && firmware.good_writes-- == 0) {
			firmware.good_writes = 0;
			ci->res[0] = -1;
		} else if (location != firmware.stuck || !firmware.stuck) {
			firmware.value[place] = ci->arg[1];
		}
	}
	return SMI_OK;
}

/* A machine with these tokens of type 218, and the names of tokens.conf. */
static inline struct fixture *firmware_begin(void **state, const u16 (*tokens)[3], size_t count)
{
	static char config[512];
	struct fixture *f = *state;

	memset(&firmware, 0, sizeof(firmware));
	firmware.good_writes = -1;
	snprintf(config, sizeof(config), "%.*s/../../data",
		 (int)(strrchr(__FILE__, '/') - __FILE__), __FILE__);
	if (!f->options.config_dir)
		f->options.config_dir = config;
	fixture_identity(f, "Dell Inc.", "PowerEdge 750");
	fixture_dell_version(f, 1);
	fixture_calling(f, SETTINGS_CLASSES, tokens, count);
	return f;
}

/* Opens that machine, and takes its tokens as settings. */
static inline void firmware_settings(struct fixture *f)
{
	fixture_machine(f, firmware_answer);
	assert_int_equal(settings_load(&f->machine, &settings, &f->error), SMI_OK);
}

static inline int firmware_end(void **state)
{
	settings_free(&settings);
	return fixture_teardown(state);
}

#endif /* UNIT_SETTINGS_FIRMWARE_H */
