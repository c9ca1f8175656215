#include <stdlib.h>

#include "suites.h"

int
main(void)
{
	static Suite *(*const suites[])(void) = {
		agenda_suite,
		allocate_suite,
		arena_suite,
		buf_suite,
		bundle_suite,
		calendar_suite,
		cell_suite,
		cells_suite,
		columns_suite,
		crew_suite,
		csvin_suite,
		csvin_parts_suite,
		csvout_suite,
		date_suite,
		datecol_suite,
		decimal_suite,
		diag_suite,
		due_suite,
		escape_suite,
		expression_suite,
		finding_suite,
		group_suite,
		holidays_suite,
		html_suite,
		ics_suite,
		items_suite,
		journal_suite,
		mail_suite,
		milestone_suite,
		number_suite,
		options_suite,
		outbox_suite,
		output_suite,
		packed_suite,
		pattern_suite,
		policy_suite,
		render_suite,
		report_suite,
		rollup_suite,
		season_suite,
		sheet_suite,
		sort_suite,
		split_suite,
		spool_suite,
		team_suite,
		today_suite,
		total_word_suite,
		utf8_suite,
		walk_suite,
		walk_table_suite,
	};
	SRunner *sr = srunner_create(NULL);
	for (size_t i = 0; i < sizeof suites / sizeof *suites; i++)
		srunner_add_suite(sr, suites[i]());
	srunner_set_tap(sr, "-");
	srunner_run_all(sr, CK_SILENT); /* CK_FORK=no is heard */
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
