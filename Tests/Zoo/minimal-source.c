#include <stdio.h>
#include <unistd.h>
#include "millrace.h"

typedef struct { const millrace_host *host; millrace_config *config; long next; } counter;

static millrace_status create(const millrace_host *host, const void *context, void **self, millrace_error *error) {
    counter *made = *self = calloc(1, sizeof *made);
    if (!made) return millrace_fail(error, MILLRACE_FATAL, "out of memory");
    made->host = host;
    return MILLRACE_OK;
}

static void destroy(void *self) { free(((counter *)self)->config), free(self); }

static millrace_status start(
    void *self, const millrace_connector_context *context, const millrace_config *config, millrace_error *error) {
    counter *made = self;
    made->config = millrace_config_copy(config, 0);
    return made->config ? MILLRACE_OK : millrace_fail(error, MILLRACE_FATAL, "out of memory");
}

static millrace_status task_configs(
    void *self, int32_t max_tasks, const millrace_config_sink *tasks, millrace_error *error) {
    tasks->add(tasks->context, ((counter *)self)->config);
    return MILLRACE_OK;
}

static millrace_status start_task(
    void *self, const millrace_source_task_context *context, const millrace_config *config, millrace_error *error) {
    return start(self, NULL, config, error);
}

static millrace_status poll(void *self, millrace_batch **batch, millrace_error *error) {
    counter *task = self;
    char text[32];
    sleep(1);
    if (!(*batch = task->host->new_batch(1))) return millrace_fail(error, MILLRACE_FATAL, "out of memory");
    millrace_record *record = millrace_batch_append(*batch);
    record->topic = millrace_config_get(task->config, "topic");
    record->topic = millrace_batch_string(*batch, record->topic.data, record->topic.length);
    record->value = millrace_batch_text(*batch, text, snprintf(text, sizeof text, "%ld", task->next++));
    return MILLRACE_OK;
}

#define TABLE(type) .size = sizeof(type), .create = create, .destroy = destroy
static const millrace_connector_functions connector = {
    TABLE(millrace_connector_functions), .start = start, .task_configs = task_configs };
static const millrace_source_task_functions task = {
    TABLE(millrace_source_task_functions), .start = start_task, .poll = poll };
static const millrace_source_connector_functions source = {
    .size = sizeof source, .connector = &connector, .task = &task };
static const millrace_descriptor descriptor = {
    .size = sizeof descriptor, .kind = MILLRACE_SOURCE_CONNECTOR, .class_name = MILLRACE_TEXT("com.example.Counter"),
    .version = MILLRACE_TEXT("1.0"), .functions = &source };

MILLRACE_PLUGIN(&descriptor);
