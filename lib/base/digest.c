#include "base/digest.h"

#include <sha2.h>

void
digest_put(const uint8_t digest[32], char *to, size_t digits)
{
	static const char hex[] = "0123456789abcdef";
	for (size_t i = 0; i < digits; i++)
		to[i] = hex[digest[i / 2] >> (i % 2 ? 0 : 4) & 15];
	to[digits] = '\0';
}

void
digest_hex(const char *s, size_t n, char *to, size_t digits)
{
	SHA2_CTX context;
	uint8_t digest[SHA256_DIGEST_LENGTH];
	SHA256Init(&context);
	SHA256Update(&context, (const uint8_t *)s, n);
	SHA256Final(digest, &context);
	digest_put(digest, to, digits);
}
