// SPDX-License-Identifier: GPL-2.0
/* Loops that a bystander has lost. */
#include <math.h>

#include "fixture.h"
#include "spun.h"

static const struct spun idle = { .ticks = 1000, .loops = 500 };

static void who_ran_as_ever_lost_nothing(void **state)
{
	const struct spun same = { .ticks = 1000, .loops = 500 };
	const struct spun longer = { .ticks = 3000, .loops = 1500 };

	assert_float_equal(spun_lost(&idle, &same), 0, 0);
	assert_float_equal(spun_lost(&idle, &longer), 0, 0);
}

static void what_is_missing_is_lost(void **state)
{
	const struct spun busy = { .ticks = 2000, .loops = 900 };
	const struct spun stopped = { .ticks = 2000 };

	assert_float_equal(spun_lost(&idle, &busy), 100, 0);
	assert_float_equal(spun_lost(&idle, &stopped), 1000, 0);
}

static void who_ran_more_is_not_made_to_lose(void **state)
{
	const struct spun more = { .ticks = 1000, .loops = 510 };

	assert_float_equal(spun_lost(&idle, &more), -10, 0);
}

static void without_a_rate_nothing_is_known(void **state)
{
	const struct spun none = { .ticks = 1000 }, never = { .loops = 5 };

	assert_true(isnan(spun_lost(&none, &idle)));
	assert_true(isnan(spun_lost(&never, &idle)));
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(who_ran_as_ever_lost_nothing),
		cmocka_unit_test(what_is_missing_is_lost),
		cmocka_unit_test(who_ran_more_is_not_made_to_lose),
		cmocka_unit_test(without_a_rate_nothing_is_known),
	};

	return cmocka_run_group_tests_name("spun", tests, NULL, NULL);
}
