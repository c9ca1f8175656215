#include "base/command.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"

/* Starts it; returns 0 or an errno. A parent may have left us with signals ignored or blocked: the command has them as a
 * shell's would. */
static int
start(const char *command, int input, pid_t *pid)
{
	char shell[] = "sh", option[] = "-c";
	char *const argv[] = {shell, option, (char *)command, NULL}; /* exec doesn't write to it */
	sigset_t none, usual;
	sigemptyset(&none);
	sigemptyset(&usual);
	sigaddset(&usual, SIGPIPE);
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int error = posix_spawn_file_actions_init(&actions);
	if (error)
		return error;
	error = posix_spawnattr_init(&attributes);
	if (!error) {
		error = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
		posix_spawnattr_setsigdefault(&attributes, &usual); /* these three fail only for bad arguments */
		posix_spawnattr_setsigmask(&attributes, &none);
		posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
		if (!error)
			error = posix_spawn(pid, "/bin/sh", &actions, &attributes, argv, environ);
		posix_spawnattr_destroy(&attributes);
	}
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

bool
command_run(const char *command, int input, struct buf *why)
{
	pid_t pid;
	int status;
	signal(SIGCHLD, SIG_DFL); /* ignored, as some parents leave it, the exit status would be lost */
	int error = start(command, input, &pid);
	if (error) {
		buf_printf(why, "can't be started: %s", strerror(error));
		return false;
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR) {
			buf_printf(why, "can't be waited for: %s", strerror(errno));
			return false;
		}
	if (WIFSIGNALED(status))
		buf_printf(why, "was killed by signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status) != 0)
		buf_printf(why, "exited with status %d", WEXITSTATUS(status));
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
