/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Entry points: of the option ROM, and of every SMI.
 *
 * .rom: an option ROM that SeaBIOS calls in real mode. It opens SMRAM, keeps
 * SeaBIOS's SMI entry, puts .smm over it, closes and locks SMRAM, and has the
 * handler do the rest of the power on work (post.c) by an SMI.
 *
 * .smm: where every SMI of the boot processor begins, at SMBASE + 0x8000.
 * SeaBIOS's own SMIs go on to SeaBIOS; all others go to smm_main().
 */
#define SMM_SEGMENT	0xa000
#define SMM_STACK	0xa7f00		/* SeaBIOS's state ends at 0xa0400 */
#define KEPT_SIZE	64		/* SeaBIOS's entry is a far jump */

#define PCI_ADDRESS	0xcf8
#define PCI_DATA	0xcfc
#define Q35_SMRAM	0x8000009c	/* 0:0.0, register 0x9d is byte 1 */
#define SMRAM_OPEN	0x4a
#define SMRAM_LOCKED	0x1a

#define APM_CNT		0xb2
#define SEABIOS_CODE	0xb5
#define POST_CODE	0xf0
#define TCO1_STS	0x664
#define TCO1_STS_OURS	0x0a		/* time out, or a software TCO SMI */

	.section .rom, "ax"
	.code16
	.globl rom_start
rom_start:
	.word	0xaa55
	.byte	rom_blocks		/* of 512 bytes; from rom.lds */
	jmp	rom_init
	.org	6
	.byte	0			/* makes the sum 0; the Makefile's */
	.org	0x1a
	.word	pnp			/* without this SeaBIOS runs us last */
	.balign	16
pnp:
	.ascii	"$PnP"
	.byte	0x10, 2			/* version, length in 16 bytes */
	.word	0
	.byte	0, 0xbc			/* the sum of the structure is 0 */
	.fill	22, 1, 0

rom_init:
	pushal
	pushw	%ds
	pushw	%es
	cld

	movl	$Q35_SMRAM, %eax
	movw	$PCI_ADDRESS, %dx
	outl	%eax, %dx
	movw	$PCI_DATA + 1, %dx
	movb	$SMRAM_OPEN, %al
	outb	%al, %dx

	/* SeaBIOS's entry goes behind our image... */
	movw	$SMM_SEGMENT, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	$smm_start_offset, %si
	movw	$kept_offset, %di
	movw	$KEPT_SIZE / 2, %cx
	rep movsw

	/* ... and our image over its place. */
	movw	%cs, %ax
	movw	%ax, %ds
	movw	$smm_in_rom, %si
	movw	$smm_start_offset, %di
	movw	$smm_size, %cx
	rep movsb
	movw	$bss_offset, %di
	movw	$bss_size, %cx
	xorw	%ax, %ax
	rep stosb

	movb	$SMRAM_LOCKED, %al
	movw	$PCI_DATA + 1, %dx
	outb	%al, %dx

	/* The jump ends QEMU's translation block, so the SMI comes here. */
	movb	$POST_CODE, %al
	outb	%al, $APM_CNT
	jmp	1f
1:
	popw	%es
	popw	%ds
	popal
	xorw	%ax, %ax
	lretw

	.section .smm.entry, "ax"
	.code16
smm_entry:
	movw	$TCO1_STS, %dx
	inw	%dx, %ax
	testb	$TCO1_STS_OURS, %al
	jnz	1f
	inb	$APM_CNT, %al
	cmpb	$SEABIOS_CODE, %al
	je	kept_entry
1:
	lgdtl	%cs:gdtr_offset
	movl	%cr0, %eax
	orl	$1, %eax
	movl	%eax, %cr0
	ljmpl	$8, $smm_protected

	.code32
smm_protected:
	movw	$16, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %fs
	movw	%ax, %gs
	movw	%ax, %ss
	movl	$SMM_STACK, %esp
	cld
	call	smm_main
	rsm

	.balign	8
gdt:
	.quad	0
	.quad	0x00cf9b000000ffff	/* code, flat */
	.quad	0x00cf93000000ffff	/* data, flat */
	.globl	gdtr
gdtr:
	.word	gdtr - gdt - 1
	.long	gdt

	.section .smm.kept, "aw", @nobits
	.globl	kept_entry
kept_entry:
	.skip	KEPT_SIZE

	.section .note.GNU-stack, "", @progbits
