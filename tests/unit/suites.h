/* The suites, one for each file of tests. */
#ifndef NEGPKG_SUITES_H
#define NEGPKG_SUITES_H

#include <check.h>

Suite *agenda_suite(void);
Suite *allocate_suite(void);
Suite *arena_suite(void);
Suite *buf_suite(void);
Suite *bundle_suite(void);
Suite *calendar_suite(void);
Suite *cell_suite(void);
Suite *cells_suite(void);
Suite *columns_suite(void);
Suite *crew_suite(void);
Suite *csvin_suite(void);
Suite *csvin_parts_suite(void);
Suite *csvout_suite(void);
Suite *date_suite(void);
Suite *datecol_suite(void);
Suite *decimal_suite(void);
Suite *diag_suite(void);
Suite *due_suite(void);
Suite *escape_suite(void);
Suite *expression_suite(void);
Suite *finding_suite(void);
Suite *group_suite(void);
Suite *holidays_suite(void);
Suite *html_suite(void);
Suite *ics_suite(void);
Suite *items_suite(void);
Suite *journal_suite(void);
Suite *mail_suite(void);
Suite *milestone_suite(void);
Suite *number_suite(void);
Suite *options_suite(void);
Suite *outbox_suite(void);
Suite *output_suite(void);
Suite *packed_suite(void);
Suite *pattern_suite(void);
Suite *policy_suite(void);
Suite *render_suite(void);
Suite *report_suite(void);
Suite *rollup_suite(void);
Suite *season_suite(void);
Suite *sheet_suite(void);
Suite *sort_suite(void);
Suite *split_suite(void);
Suite *spool_suite(void);
Suite *team_suite(void);
Suite *today_suite(void);
Suite *total_word_suite(void);
Suite *utf8_suite(void);
Suite *walk_suite(void);
Suite *walk_table_suite(void);

#endif
