/* What the parts of bundle-check share. */
#ifndef NEGPKG_BUNDLE_CHECK_H
#define NEGPKG_BUNDLE_CHECK_H

#include "base/options.h"
#include "base/output.h"
#include "deal/bundle.h"

enum bundle_format { BUNDLE_CSV, BUNDLE_TEXT, BUNDLE_JSON };

/* Appends all bundles: a row for each bundle, line and item. */
void bundle_put_rows(const struct bundles *b, enum bundle_format format, const struct options *options, struct output *to);
/* The same for reading: a table for each bundle, its verdict above it. */
void bundle_put_text(const struct bundles *b, const struct options *options, struct output *to);

#endif
