#pragma once
/// The memory that a plugin process shares with the daemon: its metrics, and a crash report at the end. The daemon
/// reads it while the process hangs and after it died, and must not trust a byte of it: the plugin can write there.
#include <stdint.h>
#include <time.h>

#include "crash_report.h"

/// Goes up with every change of the layout below. Both sides are built together; a difference is a broken install.
#define TASK_METRICS_VERSION 2
#define TASK_COUNTER_CAPACITY 64
#define TASK_STEP_BYTES 256

/// Every field is read and written with relaxed atomics and has one writer, the task's main thread: each is a
/// figure of its own, so a reader that sees one newer than another is as right as a reader that came later.
struct task_metrics {
    uint32_t version;
    uint32_t size;
    /// The task's state, in the codes of the control protocol.
    uint64_t state;
    /// The call into the plugin that runs, in the low 8 bits, and since when (CLOCK_MONOTONIC, ns) in the rest: in
    /// one word, so that a reader never pairs one call with another's time.
    uint64_t call;
    /// The call before that one, in the same form, with the time when it ended.
    uint64_t previous_call;
    /// Which step of the pipeline the call is of, as text that ends with a zero byte; empty if it is none's. Not atomic:
    /// it is read when the process is dead, and shown.
    char step[TASK_STEP_BYTES];
    uint64_t counters[TASK_COUNTER_CAPACITY];
};

#define TASK_CRASH_OFFSET 4096
#define TASK_MAPPING_SIZE (TASK_CRASH_OFFSET + sizeof(struct crash_report))

static inline uint64_t task_load(const uint64_t *word) { return __atomic_load_n(word, __ATOMIC_RELAXED); }

static inline void task_store(uint64_t *word, uint64_t value) { __atomic_store_n(word, value, __ATOMIC_RELAXED); }

static inline uint64_t *task_counter(struct task_metrics *metrics, uint32_t index) {
    return &metrics->counters[index < TASK_COUNTER_CAPACITY ? index : TASK_COUNTER_CAPACITY - 1];
}

static inline uint64_t task_monotonic_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
