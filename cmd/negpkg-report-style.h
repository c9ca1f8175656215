/* The page's style sheet, a literal. Nothing in it names what some audience mustn't hear of. */
#ifndef NEGPKG_NEGPKG_REPORT_STYLE_H
#define NEGPKG_NEGPKG_REPORT_STYLE_H

extern const char report_style[];

#endif
