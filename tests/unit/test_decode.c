// SPDX-License-Identifier: GPL-2.0
/* The witness knows an INVLPG from what looks like one, and the lab's marks. */
#include "witness/decode.h"
#include "fixture.h"

#define KIND(...)                                   \
	insn_kind((const uint8_t[]){ __VA_ARGS__ }, \
		  sizeof((const uint8_t[]){ __VA_ARGS__ }))

static void invlpg_is_known_in_each_form(void **state)
{
	assert_int_equal(KIND(0x0f, 0x01, 0x3f), INSN_INVLPG); /* (%rdi) */
	assert_int_equal(KIND(0x0f, 0x01, 0x7c, 0x24, 0x08), INSN_INVLPG);
	assert_int_equal(KIND(0x41, 0x0f, 0x01, 0x38), INSN_INVLPG); /* (%r8) */
	assert_int_equal(KIND(0x65, 0x0f, 0x01, 0x38), INSN_INVLPG);
}

static void what_looks_like_it_is_not(void **state)
{
	assert_int_equal(KIND(0x0f, 0x01, 0xf8), INSN_OTHER); /* swapgs */
	assert_int_equal(KIND(0x0f, 0x01, 0xf9), INSN_OTHER); /* rdtscp */
	assert_int_equal(KIND(0x0f, 0x01, 0x17), INSN_OTHER); /* lgdt */
	assert_int_equal(KIND(0x0f, 0x1f, 0x3f), INSN_OTHER);
	assert_int_equal(KIND(0x90), INSN_OTHER);
	assert_int_equal(KIND(0x41), INSN_OTHER);
	assert_int_equal(KIND(0x0f, 0x01), INSN_OTHER);
}

static void marks_are_told_apart(void **state)
{
	assert_int_equal(KIND(0x0f, 0x1f, 0x80, 0x30, 0x42, 0x4d, 0x47),
			 INSN_REGION_BEGIN);
	assert_int_equal(KIND(0x0f, 0x1f, 0x80, 0x31, 0x42, 0x4d, 0x47),
			 INSN_REGION_END);
	assert_int_equal(KIND(0x0f, 0x1f, 0x80, 0x32, 0x42, 0x4d, 0x47),
			 INSN_OTHER);
	assert_int_equal(KIND(0x0f, 0x1f, 0x80, 0, 0, 0, 0), INSN_OTHER);
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(invlpg_is_known_in_each_form),
		cmocka_unit_test(what_looks_like_it_is_not),
		cmocka_unit_test(marks_are_told_apart),
	};

	return cmocka_run_group_tests_name("decode", tests, NULL, NULL);
}
