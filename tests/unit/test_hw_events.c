// SPDX-License-Identifier: GPL-2.0
/* The way to the program that knows the names of events, and back. */
#include <string.h>
#include <sys/resource.h>

#include "hw_events.h"
#include "last_words.h"

static void the_program_answers(void **state)
{
	struct hw_events events;

	hw_events_parse("software,r1c2", &events);
	assert_int_equal(events.nr, 4);
	assert_string_equal(events.list[0].name, "context-switches");
	assert_true(events.list[0].software);
	assert_int_equal(events.list[3].attr[HW_SCOPE_GUEST].config, 0x1c2);
	assert_true(events.list[3].attr[HW_SCOPE_GUEST].exclude_host);
}

static void its_refusal_is_passed_on(void **state)
{
	struct hw_events events;

	EXPECT_DEATH(hw_events_parse("no-such", &events),
		     "event no-such on CPU model");
	assert_memory_equal(last_words, "event no-such", 13);
	assert_non_null(strstr(last_words, "r1c2"));
}

/* Nobody is asked for nothing, so it works without the program. */
static void none_is_none(void **state)
{
	struct hw_events events;

	memset(&events, 1, sizeof(events));
	hw_events_parse("none", &events);
	assert_int_equal(events.nr, 0);
}

/* A limit of open files that leaves no room for the pipe. */
static void a_program_that_can_not_be_asked_is_an_error(void **state)
{
	struct rlimit before, none;
	struct hw_events events;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = 0;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	EXPECT_DEATH(hw_events_parse("cycles", &events), "can't ask hw-names");
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_non_null(strstr(last_words, "give -e none"));
	hw_events_parse("cycles", &events);
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(the_program_answers),
		cmocka_unit_test(its_refusal_is_passed_on),
		cmocka_unit_test(none_is_none),
		cmocka_unit_test(a_program_that_can_not_be_asked_is_an_error),
	};

	return cmocka_run_group_tests_name("hw_events", tests, NULL, NULL);
}
