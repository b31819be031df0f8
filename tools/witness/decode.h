/* SPDX-License-Identifier: GPL-2.0 */
/* Which instructions the witness knows. */
#ifndef PLUGIN_DECODE_H
#define PLUGIN_DECODE_H

#include <stddef.h>
#include <stdint.h>

enum insn_kind {
	INSN_OTHER,
	INSN_INVLPG,
	INSN_REGION_BEGIN,
	INSN_REGION_END,
};

/* What the @size bytes at @code, one instruction, are. */
enum insn_kind insn_kind(const uint8_t *code, size_t size);

#endif /* PLUGIN_DECODE_H */
