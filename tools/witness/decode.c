// SPDX-License-Identifier: GPL-2.0
#include <stdbool.h>
#include <string.h>

#include "witness/decode.h"
#include "kvm_lab.h"

static bool is_prefix(uint8_t byte)
{
	static const uint8_t prefixes[] = { 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65,
					    0x66, 0x67, 0xf0, 0xf2, 0xf3 };

	return memchr(prefixes, byte, sizeof(prefixes)) || byte >> 4 == 4;
}

/* 0f 01 /7 with an operand in memory; with a register it is something else. */
static bool is_invlpg(const uint8_t *code)
{
	return code[1] == 0x01 && code[2] >> 6 != 3 && (code[2] >> 3 & 7) == 7;
}

/* 0f 1f 80: NOP with a displacement of 32 bits, which says what it marks. */
static enum insn_kind mark(const uint8_t *code, size_t size)
{
	uint32_t mark;

	if (size != 7 || code[1] != 0x1f || code[2] != 0x80)
		return INSN_OTHER;
	memcpy(&mark, &code[3], sizeof(mark));
	switch (mark) {
	case KVM_LAB_MARK_BEGIN:
		return INSN_REGION_BEGIN;
	case KVM_LAB_MARK_END:
		return INSN_REGION_END;
	default:
		return INSN_OTHER;
	}
}

enum insn_kind insn_kind(const uint8_t *code, size_t size)
{
	while (size && is_prefix(*code)) {
		code++;
		size--;
	}
	if (size < 3 || code[0] != 0x0f)
		return INSN_OTHER;
	return is_invlpg(code) ? INSN_INVLPG : mark(code, size);
}
