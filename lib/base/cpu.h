/* Levels of x86 that some functions are compiled for: CPU_AVX2 and CPU_AVX512 mark them, and they are called where the machine has
 * what they need. The C library is asked, as the processor takes long to answer on a virtual machine, which traps it. */
#ifndef NEGPKG_CPU_H
#define NEGPKG_CPU_H

#ifdef __SSE2__

#include <stdbool.h>

#if __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#define CPU_HAS(feature, name) CPU_FEATURE_ACTIVE(feature)
#else
#define CPU_HAS(feature, name) __builtin_cpu_supports(name)
#endif

#define CPU_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul")))
#define CPU_AVX512 __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul,avx512f,avx512bw,avx512dq,avx512vbmi,avx512vbmi2")))

static inline bool
cpu_has_avx2(void)
{
	return CPU_HAS(AVX2, "avx2") && CPU_HAS(BMI1, "bmi") && CPU_HAS(BMI2, "bmi2") && CPU_HAS(POPCNT, "popcnt") &&
	    CPU_HAS(PCLMULQDQ, "pclmul");
}

static inline bool
cpu_has_avx512(void)
{
	return cpu_has_avx2() && CPU_HAS(AVX512F, "avx512f") && CPU_HAS(AVX512BW, "avx512bw") && CPU_HAS(AVX512DQ, "avx512dq") &&
	    CPU_HAS(AVX512_VBMI, "avx512vbmi") && CPU_HAS(AVX512_VBMI2, "avx512vbmi2");
}

#endif

#endif
