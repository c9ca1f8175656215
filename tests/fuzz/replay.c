/* In place of libFuzzer: puts each file once to a target. Names it first, so that the last line says which one broke it. */
#include <fcntl.h>
#include <unistd.h>

#include "base/input.h"
#include "fuzz.h"

int
main(int argc, char **argv)
{
	LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++) {
		struct buf b = {0};
		puts(argv[i]);
		fflush(stdout);
		int fd = open(argv[i], O_RDONLY | O_CLOEXEC);
		if (fd < 0 || !input_read(fd, &b)) {
			perror(argv[i]);
			return 2;
		}
		close(fd);
		LLVMFuzzerTestOneInput((const uint8_t *)(b.data ? b.data : ""), b.len);
		buf_free(&b);
	}
	buf_free(&fuzz_said);
	return 0;
}
