/* Who pays for a bundle, and for what. */
#ifndef NEGPKG_BUNDLE_VERDICT_H
#define NEGPKG_BUNDLE_VERDICT_H

#include "deal/bundle.h"

/* Judges a bundle whose figures are settled, its lines and its items, and gives the reasons. False after a message. */
bool bundle_judge(struct bundles *b, struct bundle *bundle);

#endif
