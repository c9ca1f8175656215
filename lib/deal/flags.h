/* What a reader of the package should notice about an item. */
#ifndef NEGPKG_FLAGS_H
#define NEGPKG_FLAGS_H

struct node;
struct package_policy;

/* Sets the flags of an item or phase, after its roll-up. */
void flags_set(struct node *n, const struct package_policy *policy);

#endif
