/* What a waterfall's parts look like, on light ground and on dark: a style element. */
#ifndef NEGPKG_WATERFALL_STYLE_H
#define NEGPKG_WATERFALL_STYLE_H

extern const char waterfall_style[];

#endif
