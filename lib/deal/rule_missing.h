/* Columns and sheets that rules ask for in vain: each is said once, with the rules that are skipped for want of it. */
#ifndef NEGPKG_RULE_MISSING_H
#define NEGPKG_RULE_MISSING_H

#include "deal/rules.h"

void rule_missing_table(struct rules *r, const struct rule *rule, const char *name);
void rule_missing_column(struct rules *r, const struct rule *rule, const char *name, const struct rule_file *file);
/* Of several files read as one sheet some may lack what others have: their rows hold nothing there. */
void rule_missing_in_some_files(struct rules *r);
/* Columns become findings, sheets warnings. */
void rule_missing_report(struct rules *r);
void rule_missing_free(struct rules *r);

#endif
