/*
 * Runs a command and prints what it took: measure OUT ERR COMMAND [ARGUMENT...]. Standard output and errors go to OUT and ERR;
 * printed are the exit status (-1: a signal), seconds on the clock, of the processor in user and system, and KiB of the largest
 * process. It is a process as small as can be, because a child begins with its parent's peak of memory.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void
redirect(const char *path, int target)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (fd < 0 || dup2(fd, target) < 0) {
		perror(path);
		_exit(127);
	}
	if (fd != target)
		close(fd);
}

int
main(int argc, char **argv)
{
	if (argc < 4) {
		fputs("usage: measure OUT ERR COMMAND [ARGUMENT...]\n", stderr);
		return 2;
	}
	double begun = now();
	pid_t child = vfork();
	if (child < 0) {
		perror("vfork");
		return 2;
	}
	if (child == 0) {
		redirect(argv[1], STDOUT_FILENO);
		redirect(argv[2], STDERR_FILENO);
		execvp(argv[3], argv + 3);
		_exit(127);
	}
	int status;
	struct rusage usage;
	if (wait4(child, &status, 0, &usage) < 0) {
		perror("wait4");
		return 2;
	}
	double took = now() - begun;
	printf("%d %.6f %.6f %.6f %ld\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1, took, seconds(usage.ru_utime),
	    seconds(usage.ru_stime), usage.ru_maxrss);
	return 0;
}
