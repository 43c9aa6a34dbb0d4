/// A sink that takes everything and keeps nothing but the count.
#pragma once

#include <chrono>
#include <cstdint>

#include "millrace.h"

namespace blackhole {

/// A task: counts records and the bytes of their keys, values and headers. Used by the task's thread.
class Task {
public:
    explicit Task(const millrace_host *host) : host(host) {}

    void start(const millrace_config &config);
    void put(const millrace_batch &batch);
    void stop();

private:
    void log() const;

    const millrace_host *host;
    std::chrono::milliseconds delay{0};
    /// Records from one log line to the next; 0 for none.
    uint64_t logEvery = 0;
    uint64_t nextLog = 0;
    uint64_t records = 0;
    uint64_t bytes = 0;
    std::chrono::steady_clock::time_point began;
};

/// The bytes of a value's texts, bytes and numbers, deeply.
uint64_t size(const millrace_value &value);

extern const millrace_sink_task_functions taskFunctions;

}  // namespace blackhole
