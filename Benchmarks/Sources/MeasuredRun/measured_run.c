/* Runs a command and says what it cost.
 *
 *     measured-run OUTPUT COMMAND ARGUMENT...
 *
 * The command's standard output goes to the file OUTPUT. On standard output: nanoseconds by the clock,
 * microseconds of processor time in user and in system mode, and the most kibibytes in memory at once.
 *
 * A program of its own, because Linux counts the memory of the process that starts a command towards
 * the command's peak: this one has hardly any. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static long long microseconds(struct timeval time) { return time.tv_sec * 1000000LL + time.tv_usec; }

int main(int count, char **arguments) {
    if (count < 3) {
        fprintf(stderr, "usage: measured-run OUTPUT COMMAND ARGUMENT...\n");
        return 2;
    }
    int output = open(arguments[1], O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (output < 0) {
        perror(arguments[1]);
        return 1;
    }
    long long start = nanoseconds();
    pid_t child = fork();
    if (child == 0) {
        dup2(output, 1);
        execv(arguments[2], arguments + 2);
        perror(arguments[2]);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) != child) {
        perror("measured-run");
        return 1;
    }
    long long elapsed = nanoseconds() - start;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "measured-run: %s failed\n", arguments[2]);
        return 1;
    }
    printf("%lld %lld %lld %ld\n", elapsed, microseconds(usage.ru_utime), microseconds(usage.ru_stime),
        usage.ru_maxrss);
    return 0;
}
