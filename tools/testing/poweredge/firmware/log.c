// SPDX-License-Identifier: GPL-2.0-only
/*
 * The log: one line for each SMI, "key=value" separated by blanks, on a port
 * that the rig records; and messages of POST on the console. Passwords and
 * security keys are never logged.
 */
#include "smm.h"

#define COM1		0x3f8
#define COM1_LSR	(COM1 + 5)
#define LSR_THRE	0x20
#define LSR_TRIES	100000

/* The line that is open is not written. */
static bool muted;

static void log_char(char c)
{
	if (!muted)
		outb(c, LOG_PORT);
}

static void log_string(const char *text)
{
	while (*text)
		log_char(*text++);
}

/**
 * log_mute() - leave out the line that begins next
 *
 * Each character costs the emulator as much as a whole call.
 */
void log_mute(void)
{
	muted = true;
}

/**
 * log_begin() - start the line of this SMI
 * @kind: what it is about, one word
 */
void log_begin(const char *kind)
{
	log_string("smi=");
	log_number(NULL, nvram.smi_count);
	log_text("boot", NULL);
	log_number(NULL, nvram.boot_count);
	log_text("kind", kind);
}

/**
 * log_text() - one word
 * @key: its name
 * @value: the word, or NULL when another call supplies the value
 */
void log_text(const char *key, const char *value)
{
	log_char(' ');
	log_string(key);
	log_char('=');
	if (value)
		log_string(value);
}

/**
 * log_number() - a decimal number
 * @key: its name, or NULL for the value alone
 * @value: the number
 */
void log_number(const char *key, __s32 value)
{
	__u32 rest = value < 0 ? -(__u32)value : (__u32)value;
	char digits[12];
	char *digit = digits + sizeof(digits);

	if (key)
		log_text(key, NULL);
	*--digit = '\0';
	do {
		*--digit = '0' + rest % 10;
		rest /= 10;
	} while (rest);
	if (value < 0)
		*--digit = '-';
	log_string(digit);
}

/**
 * log_hex() - a hexadecimal number with 0x
 * @key: its name
 * @value: the number
 * @digits: how many digits, 1 to 8
 */
void log_hex(const char *key, __u32 value, int digits)
{
	log_text(key, "0x");
	while (digits--)
		log_char("0123456789abcdef"[value >> digits * 4 & 0xf]);
}

void log_end(void)
{
	log_char('\n');
	muted = false;
}

/**
 * console_text() - what a person sees on the serial console during POST
 * @text: the text; lines end in CR LF
 */
void console_text(const char *text)
{
	for (; *text; text++) {
		for (int i = 0; i < LSR_TRIES; i++)
			if (inb(COM1_LSR) & LSR_THRE)
				break;
		outb(*text, COM1);
	}
}
