/* A disk that fails: below FAIL_UNDER the read or write (FAIL_KIND) number FAIL_AT, and every one after it, is an
   input/output error, whoever asks: Python, DuckDB, Polars. With FAIL_AT=0 nothing fails. FAIL_LOG gets the number of
   those that there were. Loaded in front of the C library (LD_PRELOAD); Linux only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long seen;

static int fails(int file, const char *kind) {
    const char *under = getenv("FAIL_UNDER"), *wanted = getenv("FAIL_KIND"), *at = getenv("FAIL_AT");
    char link[64], path[4096];
    if (!under || !wanted || strcmp(kind, wanted)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    if (strncmp(path, under, strlen(under))) return 0;
    long number = atomic_fetch_add(&seen, 1) + 1, first = at ? atol(at) : 0;
    if (!first || number < first) return 0;
    errno = EIO;
    return 1;
}

__attribute__((destructor)) static void tell(void) {
    const char *log = getenv("FAIL_LOG");
    FILE *file = log ? fopen(log, "w") : NULL;
    if (file) { fprintf(file, "%ld", atomic_load(&seen)); fclose(file); }
}

#define FAILING(result, name, kind, given, passed) \
    result name given { \
        static result (*real) given; \
        if (!real) real = (result (*) given)dlsym(RTLD_NEXT, #name); \
        return fails(file, kind) ? -1 : real passed; \
    }

FAILING(ssize_t, read, "read", (int file, void *to, size_t size), (file, to, size))
FAILING(ssize_t, pread, "read", (int file, void *to, size_t size, off_t at), (file, to, size, at))
FAILING(ssize_t, pread64, "read", (int file, void *to, size_t size, off64_t at), (file, to, size, at))
FAILING(ssize_t, readv, "read", (int file, const struct iovec *to, int count), (file, to, count))
FAILING(ssize_t, write, "write", (int file, const void *from, size_t size), (file, from, size))
FAILING(ssize_t, pwrite, "write", (int file, const void *from, size_t size, off_t at), (file, from, size, at))
FAILING(ssize_t, pwrite64, "write", (int file, const void *from, size_t size, off64_t at), (file, from, size, at))
FAILING(ssize_t, writev, "write", (int file, const struct iovec *from, int count), (file, from, count))
FAILING(int, fsync, "write", (int file), (file))
FAILING(int, fdatasync, "write", (int file), (file))
FAILING(int, ftruncate, "write", (int file, off_t size), (file, size))
FAILING(int, ftruncate64, "write", (int file, off64_t size), (file, size))
