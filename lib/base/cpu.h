/* What the processor has, as the C library has found out at its start: to ask it again takes long on a virtual machine, which traps
 * that. CPU_HAS(AVX2, "avx2"): the names of glibc, and of GCC for who has no such library. */
#ifndef NEGPKG_CPU_H
#define NEGPKG_CPU_H

#if __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#define CPU_HAS(feature, name) CPU_FEATURE_ACTIVE(feature)
#else
#define CPU_HAS(feature, name) __builtin_cpu_supports(name)
#endif

#endif
