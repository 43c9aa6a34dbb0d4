#include "faults.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <stdexcept>

extern "C" {

__attribute__((noinline, optnone)) void fault_read_null(void) {
    volatile int *nothing = nullptr;
    *nothing = *nothing + 1;
}

__attribute__((noinline, optnone)) void fault_call_null(void) {
    void (*volatile nothing)(void) = nullptr;
    nothing();
}

__attribute__((noinline, optnone)) void fault_divide(int by) {
    volatile int result = 1 / by;
    (void)result;
}

__attribute__((noinline, optnone)) int fault_overflow_stack(int depth) {
    volatile char room[256];
    room[depth % 256] = 1;
    return fault_overflow_stack(depth + 1) + room[0];
}

void fault_throw(void) { throw std::runtime_error("thrown by a plugin"); }

__attribute__((noinline, optnone)) void fault_abort(void) { abort(); }

static void *read_null(void *) {
    fault_read_null();
    return nullptr;
}

static void *return_at_once(void *) { return nullptr; }

void fault_read_null_on_thread(void) {
    pthread_t thread;
    pthread_create(&thread, nullptr, read_null, nullptr);
    pthread_join(thread, nullptr);
}

__attribute__((noinline, optnone)) void fault_smash_stack(void) {
    char room[16];
    memset(room, 0x41, 512);
    abort();
}

int fault_fork_sleeper(void) {
    pid_t pid = fork();
    if (pid < 0) return -errno;
    if (pid == 0) fault_wait();
    return pid;
}

int fault_fork_daemon(void) {
    pid_t pid = fork();
    if (pid < 0) return -errno;
    if (pid == 0) {
        setsid();
        fault_wait();
    }
    while (getsid(pid) != pid) usleep(100);
    return pid;
}

int fault_vfork(void) {
    pid_t pid = vfork();
    if (pid < 0) return -errno;
    if (pid == 0) _exit(0);
    return pid;
}

void fault_leak(int megabytes_per_second) {
    for (;;) {
        memset(malloc(1 << 20), 1, 1 << 20);
        if (megabytes_per_second > 0) usleep(1000000 / megabytes_per_second);
    }
}

void fault_close_everything(void) {
    close_range(0, ~0u, 0);
    fault_wait();
}

int fault_start_thread(void) {
    pthread_t thread;
    if (pthread_create(&thread, nullptr, return_at_once, nullptr) != 0) return 0;
    return pthread_join(thread, nullptr) == 0;
}

unsigned long fault_core_limit(void) {
    struct rlimit limit = {};
    getrlimit(RLIMIT_CORE, &limit);
    return limit.rlim_cur;
}

int fault_is_sanitized(void) {
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    return 1;
#else
    return 0;
#endif
}

int fault_is_seen_racing(void) {
#if __has_feature(thread_sanitizer)
    return 1;
#else
    return 0;
#endif
}

static int raced;

static void *race(void *) {
    for (int turn = 0; turn < 1000; turn++) raced++;
    return nullptr;
}

void fault_race(void) {
    pthread_t threads[2];
    for (pthread_t &thread : threads) pthread_create(&thread, nullptr, race, nullptr);
    for (pthread_t thread : threads) pthread_join(thread, nullptr);
}

void fault_wait(void) {
    for (;;) pause();
}
}
