/* The floor under `callgate eval`: reads lines and writes lines, and does nothing in between.
 *
 *     line-copy INPUT BYTES >OUTPUT
 *
 * Each line of the input becomes a line of at most BYTES bytes, its line feed included: its beginning.
 * Pieces are as large as the ones that `callgate eval` reads. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { piece_size = 1 << 18 };

static char input[2 * piece_size];
static char output[4 * piece_size];

static void write_all(const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(1, bytes, count);
        if (written <= 0) {
            perror("line-copy: write");
            exit(1);
        }
        bytes += written;
        count -= (size_t)written;
    }
}

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "usage: line-copy INPUT BYTES >OUTPUT\n");
        return 2;
    }
    int file = open(arguments[1], O_RDONLY);
    size_t width = strtoul(arguments[2], NULL, 10);
    if (file < 0 || width < 1) {
        fprintf(stderr, "line-copy: can't read %s, or no lines of %s bytes\n", arguments[1], arguments[2]);
        return 1;
    }
    size_t pending = 0;
    ssize_t got;
    while ((got = read(file, input + pending, piece_size)) > 0) {
        size_t end = pending + (size_t)got, start = 0, filled = 0;
        char *feed;
        while ((feed = memchr(input + start, '\n', end - start)) != NULL) {
            size_t length = (size_t)(feed - input) - start;
            size_t copied = length < width - 1 ? length : width - 1;
            memcpy(output + filled, input + start, copied);
            filled += copied;
            output[filled++] = '\n';
            start += length + 1;
        }
        write_all(output, filled);
        pending = end - start;
        if (pending > piece_size) {
            fprintf(stderr, "line-copy: a line is longer than %d bytes\n", piece_size);
            return 1;
        }
        memmove(input, input + start, pending);
    }
    return got < 0;
}
