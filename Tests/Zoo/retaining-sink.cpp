// A sink that keeps what it got beyond put: it reads the last batches on a thread of its own, and logs the number of
// bytes that it found ("retained: <records> <bytes>") with each flush.
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "millrace.h"

namespace {

const millrace_retain &retention(const millrace_host *host) {
    return *static_cast<const millrace_retain *>(host->extension(millrace_string_of(MILLRACE_RETAIN)));
}

class Task {
public:
    explicit Task(const millrace_host *host) : host(host), extension(retention(host)), reader([this] { read(); }) {}

    ~Task() {
        {
            std::lock_guard<std::mutex> guard(lock);
            stopping = true;
        }
        changed.notify_all();
        reader.join();
    }

    void put(const millrace_batch *batch) {
        extension.retain(batch);
        std::lock_guard<std::mutex> guard(lock);
        waiting.push_back(batch);
        changed.notify_all();
    }

    void flush() {
        std::unique_lock<std::mutex> guard(lock);
        changed.wait(guard, [this] { return waiting.empty(); });
        const std::string line = "retained: " + std::to_string(records) + " " + std::to_string(bytes);
        host->log(MILLRACE_LOG_INFO, millrace_string{line.data(), line.size()});
    }

private:
    void read() {
        std::unique_lock<std::mutex> guard(lock);
        for (;;) {
            changed.wait(guard, [this] { return stopping || !waiting.empty(); });
            if (waiting.empty()) return;
            count(waiting.front());
            extension.release(waiting.front());
            waiting.pop_front();
            changed.notify_all();
        }
    }

    void count(const millrace_batch *batch) {
        for (uint32_t index = 0; index < batch->count; index++) {
            const millrace_value &value = millrace_batch_record(batch, index)->value;
            records += 1;
            if (value.type == MILLRACE_STRING || value.type == MILLRACE_BYTES) bytes += value.length;
        }
    }

    const millrace_host *host;
    const millrace_retain &extension;
    std::mutex lock;
    std::condition_variable changed;
    std::deque<const millrace_batch *> waiting;
    uint64_t records = 0;
    uint64_t bytes = 0;
    bool stopping = false;
    std::thread reader;
};

/// Runs a function of the table: no exception may cross the border.
template <typename Body>
millrace_status guarded(millrace_error *error, Body body) noexcept {
    try {
        body();
        return MILLRACE_OK;
    } catch (const std::exception &thrown) {
        return millrace_fail(error, MILLRACE_FATAL, "%s", thrown.what());
    }
}

millrace_status create_task(const millrace_host *host, const void *, void **self, millrace_error *error) {
    return guarded(error, [&] { *self = new Task(host); });
}

void destroy_task(void *self) { delete static_cast<Task *>(self); }

millrace_status start_task(
    void *, const millrace_sink_task_context *, const millrace_config *, millrace_error *) {
    return MILLRACE_OK;
}

millrace_status put(void *self, const millrace_batch *batch, millrace_error *error) {
    return guarded(error, [&] { static_cast<Task *>(self)->put(batch); });
}

millrace_status flush(void *self, const millrace_topic_offset *, uint32_t, millrace_error *error) {
    return guarded(error, [&] { static_cast<Task *>(self)->flush(); });
}

struct Connector {
    std::unique_ptr<millrace_config, decltype(&free)> config{nullptr, &free};
};

millrace_status create(const millrace_host *, const void *, void **self, millrace_error *error) {
    return guarded(error, [&] { *self = new Connector; });
}

void destroy(void *self) { delete static_cast<Connector *>(self); }

millrace_status start(
    void *self, const millrace_connector_context *, const millrace_config *config, millrace_error *error) {
    Connector &connector = *static_cast<Connector *>(self);
    connector.config.reset(millrace_config_copy(config, 0));
    return connector.config ? MILLRACE_OK : millrace_fail(error, MILLRACE_FATAL, "out of memory");
}

millrace_status task_configs(void *self, int32_t max_tasks, const millrace_config_sink *tasks, millrace_error *) {
    for (int32_t made = 0; made < max_tasks; made++)
        tasks->add(tasks->context, static_cast<Connector *>(self)->config.get());
    return MILLRACE_OK;
}

const millrace_connector_functions connector_functions = {
    sizeof connector_functions, 0, create, destroy, start, nullptr, task_configs, nullptr};
const millrace_sink_task_functions task_functions = {
    sizeof task_functions, 0, create_task, destroy_task, start_task, nullptr, nullptr, put, flush, nullptr, nullptr};
const millrace_sink_connector_functions functions = {
    sizeof functions, 0, &connector_functions, &task_functions, MILLRACE_TEXT("zoo.RetainingSinkTask"), nullptr};
const millrace_descriptor descriptor = {
    sizeof descriptor, MILLRACE_SINK_CONNECTOR, MILLRACE_TEXT("zoo.RetainingSinkConnector"), MILLRACE_TEXT("1.0"),
    MILLRACE_TEXT("Keeps batches beyond put."), nullptr, 0, nullptr, &functions};

}  // namespace

MILLRACE_PLUGIN(&descriptor);
