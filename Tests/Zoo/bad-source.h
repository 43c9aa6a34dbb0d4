// A source that does what it should, with holes for what a bad one does. A file defines the holes that it needs (IN_POLL
// and so on), each a statement, and includes this. The build names the class: ZOO_CLASS.
//
// Configuration: `topic` (default zoo), `batch` records per poll (1), `after` good polls before IN_POLL runs and
// BAD_RECORD spoils a record (0). Partition {"zoo": "source"}, offset {"sequence": n}; it begins at 0 each time.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "millrace.h"

#ifndef ZOO_CLASS
#define ZOO_CLASS "zoo.Bad"
#endif
#ifndef IN_ENTRY
#define IN_ENTRY
#endif
#ifndef IN_CREATE
#define IN_CREATE
#endif
#ifndef IN_CONNECTOR_START
#define IN_CONNECTOR_START
#endif
#ifndef IN_TASK_CONFIGS
#define IN_TASK_CONFIGS
#endif
#ifndef IN_START
#define IN_START
#endif
#ifndef IN_POLL
#define IN_POLL
#endif
// Spoils `record` (number `task->next`) of `filled`.
#ifndef BAD_RECORD
#define BAD_RECORD
#endif
#ifndef IN_STOP
#define IN_STOP
#endif
#ifndef POLL
#define POLL poll_records
#endif

typedef struct zoo_task {
    const millrace_host *host;
    millrace_config *config;
    int64_t next;
    int64_t polls;
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

static millrace_status create_task(const millrace_host *host, const void *context, void **self, millrace_error *error) {
    (void)context;
    IN_CREATE;
    return create(host, context, self, error);
}

static void destroy(void *self) {
    free(((zoo_task *)self)->config);
    free(self);
}

static millrace_status start_connector(
    void *self, const millrace_connector_context *context, const millrace_config *config, millrace_error *error) {
    (void)context, (void)error;
    IN_CONNECTOR_START;
    ((zoo_task *)self)->config = millrace_config_copy(config, 0);
    return MILLRACE_OK;
}

static millrace_status task_configs(
    void *self, int32_t max_tasks, const millrace_config_sink *tasks, millrace_error *error) {
    (void)max_tasks, (void)error;
    IN_TASK_CONFIGS;
    tasks->add(tasks->context, ((zoo_task *)self)->config);
    return MILLRACE_OK;
}

static millrace_status start_task(
    void *self, const millrace_source_task_context *context, const millrace_config *config, millrace_error *error) {
    (void)context, (void)error;
    IN_START;
    ((zoo_task *)self)->config = millrace_config_copy(config, 0);
    return MILLRACE_OK;
}

static void fill(zoo_task *task, millrace_batch *filled, millrace_record *record) {
    millrace_string topic = millrace_config_get(task->config, "topic");
    millrace_value *partition = (millrace_value *)millrace_batch_allocate(filled, sizeof *partition);
    millrace_value *offset = (millrace_value *)millrace_batch_allocate(filled, sizeof *offset);
    millrace_entry *entries = (millrace_entry *)millrace_batch_allocate(filled, 2 * sizeof *entries);
    char text[32];
    record->topic = millrace_batch_string(filled, topic.data ? topic.data : "zoo", topic.data ? topic.length : 3);
    record->value = millrace_batch_text(filled, text, (size_t)snprintf(text, sizeof text, "%ld", (long)task->next));
    entries[0].key = millrace_batch_text(filled, "zoo", 3);
    entries[0].value = millrace_batch_text(filled, "source", 6);
    entries[1].key = millrace_batch_text(filled, "sequence", 8);
    entries[1].value = millrace_int64(++task->next);
    *partition = millrace_map(&entries[0], 1);
    *offset = millrace_map(&entries[1], 1);
    record->source_partition = partition;
    record->source_offset = offset;
}

static millrace_status poll_records(void *self, millrace_batch **batch, millrace_error *error) {
    zoo_task *task = (zoo_task *)self;
    struct timespec moment = { 0, 5000000 };
    const int64_t count = millrace_config_get_int64(task->config, "batch", 1);
    const int is_bad = task->polls++ >= millrace_config_get_int64(task->config, "after", 0);
    millrace_batch *filled;
    (void)error;
    nanosleep(&moment, NULL);
    if (is_bad) {
        IN_POLL;
    }
    filled = task->host->new_batch((uint32_t)count);
    for (int64_t made = 0; made < count; made++) {
        millrace_record *record = millrace_batch_append(filled);
        fill(task, filled, record);
        if (is_bad) {
            BAD_RECORD;
        }
    }
    *batch = filled;
    return MILLRACE_OK;
}

static millrace_status stop_task(void *self, millrace_error *error) {
    (void)self, (void)error;
    IN_STOP;
    return MILLRACE_OK;
}

static const millrace_connector_functions connector_functions = {
    sizeof(millrace_connector_functions), 0, create, destroy, start_connector, NULL, task_configs, NULL };
static const millrace_source_task_functions task_functions = {
    sizeof(millrace_source_task_functions), 0, create_task, destroy, start_task, POLL, NULL, NULL, stop_task };
static const millrace_source_connector_functions source_functions = {
    sizeof(millrace_source_connector_functions), 0, &connector_functions, &task_functions,
    MILLRACE_TEXT(ZOO_CLASS "SourceTask"), NULL, NULL, NULL };

#ifndef OWN_DESCRIPTOR
static const millrace_descriptor descriptor = {
    sizeof(millrace_descriptor), MILLRACE_SOURCE_CONNECTOR, MILLRACE_TEXT(ZOO_CLASS "SourceConnector"),
    MILLRACE_TEXT("1.0"), MILLRACE_TEXT("A source of the zoo."), NULL, 0, NULL, &source_functions, NULL };
#endif

#ifndef OWN_ENTRY
static const millrace_descriptor *const descriptors[] = { &descriptor };
#ifndef ZOO_RUNTIME
#define ZOO_RUNTIME MILLRACE_NO_TEXT
#endif
#ifndef ZOO_MAJOR
#define ZOO_MAJOR MILLRACE_ABI_MAJOR
#endif
#ifndef ZOO_MINOR
#define ZOO_MINOR MILLRACE_ABI_MINOR
#endif
static const millrace_plugin plugin = {
    sizeof(millrace_plugin), ZOO_MAJOR, ZOO_MINOR, ZOO_RUNTIME, descriptors, 1, NULL };

MILLRACE_EXPORT const millrace_plugin *millrace_plugin_entry(void) {
    IN_ENTRY;
    return &plugin;
}
#endif
