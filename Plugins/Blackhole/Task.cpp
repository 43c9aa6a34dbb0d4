#include "Task.h"

#include <algorithm>
#include <sstream>
#include <thread>

#include "Guarded.h"

namespace blackhole {

void Task::start(const millrace_config &config) {
    delay = std::chrono::milliseconds(millrace_config_get_int64(&config, "delay.ms", 0));
    logEvery = static_cast<uint64_t>(std::max<int64_t>(0, millrace_config_get_int64(&config, "log.every", 0)));
    nextLog = logEvery;
    began = std::chrono::steady_clock::now();
}

void Task::put(const millrace_batch &batch) {
    if (delay.count() > 0 && batch.count > 0) std::this_thread::sleep_for(delay);
    for (uint32_t index = 0; index < batch.count; index++) {
        const millrace_record &record = *millrace_batch_record(&batch, index);
        bytes += size(record.key) + size(record.value);
        for (uint32_t header = 0; header < record.header_count; header++)
            bytes += record.headers[header].name.length + size(record.headers[header].value);
    }
    records += batch.count;
    if (logEvery == 0 || records < nextLog) return;
    nextLog = records - records % logEvery + logEvery;
    log();
}

void Task::stop() { log(); }

void Task::log() const {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began;
    std::ostringstream line;
    line << "Swallowed " << records << " records, " << bytes << " bytes, "
         << static_cast<uint64_t>(static_cast<double>(records) / std::max(elapsed.count(), 1e-9)) << " records/s";
    const std::string text = line.str();
    host->log(MILLRACE_LOG_INFO, millrace_string{text.data(), text.size()});
}

uint64_t size(const millrace_value &value) {
    uint64_t total = 0;
    switch (value.type) {
    case MILLRACE_NULL: return 0;
    case MILLRACE_INT8:
    case MILLRACE_BOOLEAN: return 1;
    case MILLRACE_INT16: return 2;
    case MILLRACE_INT32:
    case MILLRACE_FLOAT32: return 4;
    case MILLRACE_STRING:
    case MILLRACE_BYTES: return value.length;
    case MILLRACE_DECIMAL: return value.as.decimal->length;
    case MILLRACE_ARRAY:
        for (uint32_t index = 0; index < value.length; index++) total += size(value.as.elements[index]);
        return total;
    case MILLRACE_MAP:
        for (uint32_t index = 0; index < value.length; index++)
            total += size(value.as.entries[index].key) + size(value.as.entries[index].value);
        return total;
    case MILLRACE_STRUCT:
        for (uint32_t index = 0; index < value.length; index++) total += size(value.as.structure->fields[index]);
        return total;
    default: return 8;
    }
}

namespace {

millrace_status create(const millrace_host *host, const void *, void **self, millrace_error *error) {
    return guarded(error, [&] { *self = new Task(host); });
}

void destroy(void *self) { delete static_cast<Task *>(self); }

millrace_status start(
    void *self, const millrace_sink_task_context *, const millrace_config *config, millrace_error *error) {
    return guarded(error, [&] { static_cast<Task *>(self)->start(*config); });
}

millrace_status put(void *self, const millrace_batch *batch, millrace_error *error) {
    return guarded(error, [&] { static_cast<Task *>(self)->put(*batch); });
}

millrace_status stop(void *self, millrace_error *error) {
    return guarded(error, [&] { static_cast<Task *>(self)->stop(); });
}

}  // namespace

const millrace_sink_task_functions taskFunctions = {
    sizeof taskFunctions, 0, create, destroy, start, nullptr, nullptr, put, nullptr, nullptr, stop};

}  // namespace blackhole
