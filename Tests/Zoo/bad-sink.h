// A sink that does what it should, with holes for what a bad one does, as bad-source.h has them. It logs "zoo: <n>" for
// each put, n being the number of all records so far, and the values too if `log.values` is true.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "millrace.h"

#ifndef ZOO_CLASS
#define ZOO_CLASS "zoo.Bad"
#endif
#ifndef IN_START
#define IN_START
#endif
#ifndef IN_OPEN
#define IN_OPEN
#endif
#ifndef IN_PUT
#define IN_PUT
#endif
// Treats record `index` of `batch` badly.
#ifndef BAD_RECORD
#define BAD_RECORD
#endif
#ifndef IN_FLUSH
#define IN_FLUSH
#endif
#ifndef IN_CLOSE
#define IN_CLOSE
#endif
#ifndef IN_STOP
#define IN_STOP
#endif

typedef struct zoo_task {
    const millrace_host *host;
    millrace_config *config;
    int64_t puts;
    int64_t records;
} zoo_task;

#ifdef AT_LOAD
__attribute__((constructor)) static void at_load(void) { AT_LOAD; }
#endif

static millrace_status create(const millrace_host *host, const void *context, void **self, millrace_error *error) {
    (void)context;
    zoo_task *made = (zoo_task *)calloc(1, sizeof *made);
    if (!made) return millrace_fail(error, MILLRACE_FATAL, "out of memory");
    made->host = host;
    *self = made;
    return MILLRACE_OK;
}

static void destroy(void *self) {
    free(((zoo_task *)self)->config);
    free(self);
}

static millrace_status start_connector(
    void *self, const millrace_connector_context *context, const millrace_config *config, millrace_error *error) {
    (void)context, (void)error;
    ((zoo_task *)self)->config = millrace_config_copy(config, 0);
    return MILLRACE_OK;
}

static millrace_status task_configs(
    void *self, int32_t max_tasks, const millrace_config_sink *tasks, millrace_error *error) {
    (void)error;
    for (int32_t made = 0; made < max_tasks; made++) tasks->add(tasks->context, ((zoo_task *)self)->config);
    return MILLRACE_OK;
}

static millrace_status start_task(
    void *self, const millrace_sink_task_context *context, const millrace_config *config, millrace_error *error) {
    (void)context, (void)error;
    IN_START;
    ((zoo_task *)self)->config = millrace_config_copy(config, 0);
    return MILLRACE_OK;
}

static millrace_status open_partitions(
    void *self, const millrace_topic_partition *partitions, uint32_t count, millrace_error *error) {
    (void)self, (void)partitions, (void)count, (void)error;
    IN_OPEN;
    return MILLRACE_OK;
}

static inline millrace_status report(
    zoo_task *task, const millrace_batch *batch, uint32_t index, millrace_error *error) {
    const millrace_errant_reporter *reporter = (const millrace_errant_reporter *)task->host->extension(
        millrace_string_of(MILLRACE_ERRANT_REPORTER));
    if (!reporter) return millrace_fail(error, MILLRACE_FATAL, "no errant reporter");
    return reporter->report(batch, index, millrace_string_of("the zoo does not take this record"), error);
}

static void log_values(zoo_task *task, const millrace_batch *batch) {
    uint32_t index;
    for (index = 0; index < batch->count; index++) {
        const millrace_value *value = &millrace_batch_record(batch, index)->value;
        const millrace_string text = { value->as.string, value->length };
        if (value->type == MILLRACE_STRING) task->host->log(MILLRACE_LOG_INFO, text);
    }
}

static millrace_status put(void *self, const millrace_batch *batch, millrace_error *error) {
    zoo_task *task = (zoo_task *)self;
    const int is_bad = task->puts++ >= millrace_config_get_int64(task->config, "after", 0);
    char line[64];
    uint32_t index;
    (void)error;
    if (is_bad) {
        IN_PUT;
    }
    for (index = 0; index < batch->count; index++) {
        task->records += 1;
        if (is_bad) {
            BAD_RECORD;
        }
    }
    if (millrace_string_equals(millrace_config_get(task->config, "log.values"), "true")) log_values(task, batch);
    snprintf(line, sizeof line, "zoo: %ld", (long)task->records);
    task->host->log(MILLRACE_LOG_INFO, millrace_string_of(line));
    return MILLRACE_OK;
}

static millrace_status flush(
    void *self, const millrace_topic_offset *offsets, uint32_t count, millrace_error *error) {
    (void)self, (void)offsets, (void)count, (void)error;
    IN_FLUSH;
    return MILLRACE_OK;
}

static millrace_status close_partitions(
    void *self, const millrace_topic_partition *partitions, uint32_t count, millrace_error *error) {
    (void)self, (void)partitions, (void)count, (void)error;
    IN_CLOSE;
    return MILLRACE_OK;
}

static millrace_status stop_task(void *self, millrace_error *error) {
    (void)self, (void)error;
    IN_STOP;
    return MILLRACE_OK;
}

static const millrace_connector_functions connector_functions = {
    sizeof(millrace_connector_functions), 0, create, destroy, start_connector, NULL, task_configs, NULL };
static const millrace_sink_task_functions task_functions = {
    sizeof(millrace_sink_task_functions), 0, create, destroy, start_task, open_partitions, close_partitions, put, flush, NULL,
    stop_task };
static const millrace_sink_connector_functions sink_functions = {
    sizeof(millrace_sink_connector_functions), 0, &connector_functions, &task_functions,
    MILLRACE_TEXT(ZOO_CLASS "SinkTask"), NULL };
static const millrace_descriptor descriptor = {
    sizeof(millrace_descriptor), MILLRACE_SINK_CONNECTOR, MILLRACE_TEXT(ZOO_CLASS "SinkConnector"),
    MILLRACE_TEXT("1.0"), MILLRACE_TEXT("A sink of the zoo."), NULL, 0, NULL, &sink_functions, NULL };

MILLRACE_PLUGIN(&descriptor);
