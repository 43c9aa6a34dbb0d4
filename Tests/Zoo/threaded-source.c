// A source that fills its batches on threads of its own and hands them over in poll: two threads, each with a partition
// {"thread": n}, offset {"sequence": n} and the values "<thread>-<sequence>". Configuration: `topic` (default zoo).
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "millrace.h"

enum { thread_count = 2, records_per_batch = 500 };

struct task;

typedef struct filler {
    struct task *task;
    pthread_t thread;
    int number;
    int is_running;
} filler;

typedef struct task {
    const millrace_host *host;
    millrace_config *config;
    filler fillers[thread_count];
    pthread_mutex_t lock;
    pthread_cond_t changed;
    millrace_batch *ready;
    int stopping;
} task;

static void append(filler *self, millrace_batch *batch, const millrace_value *partition, int64_t sequence) {
    millrace_string topic = millrace_config_get(self->task->config, "topic");
    millrace_value *offset = (millrace_value *)millrace_batch_allocate(batch, sizeof *offset);
    millrace_entry *entry = (millrace_entry *)millrace_batch_allocate(batch, sizeof *entry);
    millrace_record *record = millrace_batch_append(batch);
    char text[64];
    int length = snprintf(text, sizeof text, "%d-%ld", self->number, (long)sequence);
    entry->key = millrace_batch_text(batch, "sequence", 8);
    entry->value = millrace_int64(sequence);
    *offset = millrace_map(entry, 1);
    record->topic = topic.data ? millrace_batch_string(batch, topic.data, topic.length)
                               : millrace_batch_string(batch, "zoo", 3);
    record->value = millrace_batch_text(batch, text, (size_t)length);
    record->source_partition = partition;
    record->source_offset = offset;
}

static millrace_batch *fill(filler *self, int64_t *sequence) {
    millrace_batch *batch = self->task->host->new_batch(records_per_batch);
    millrace_value *partition = (millrace_value *)millrace_batch_allocate(batch, sizeof *partition);
    millrace_entry *entry = (millrace_entry *)millrace_batch_allocate(batch, sizeof *entry);
    int made;
    entry->key = millrace_batch_text(batch, "thread", 6);
    entry->value = millrace_int64(self->number);
    *partition = millrace_map(entry, 1);
    for (made = 0; made < records_per_batch; made++) append(self, batch, partition, ++*sequence);
    return batch;
}

static void *run(void *argument) {
    filler *self = (filler *)argument;
    task *owner = self->task;
    int64_t sequence = 0;
    int stopping = 0;
    while (!stopping) {
        millrace_batch *batch = fill(self, &sequence);
        pthread_mutex_lock(&owner->lock);
        while (owner->ready && !owner->stopping) pthread_cond_wait(&owner->changed, &owner->lock);
        stopping = owner->stopping;
        if (stopping) {
            millrace_batch_discard(batch);
        } else {
            owner->ready = batch;
            pthread_cond_broadcast(&owner->changed);
        }
        pthread_mutex_unlock(&owner->lock);
    }
    return NULL;
}

static millrace_status create(const millrace_host *host, const void *context, void **self, millrace_error *error) {
    (void)context;
    task *made = (task *)calloc(1, sizeof *made);
    if (!made) return millrace_fail(error, MILLRACE_FATAL, "out of memory");
    made->host = host;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->changed, NULL);
    *self = made;
    return MILLRACE_OK;
}

static millrace_status stop(void *self, millrace_error *error) {
    task *owner = (task *)self;
    (void)error;
    pthread_mutex_lock(&owner->lock);
    owner->stopping = 1;
    pthread_cond_broadcast(&owner->changed);
    pthread_mutex_unlock(&owner->lock);
    return MILLRACE_OK;
}

static void destroy(void *self) {
    task *owner = (task *)self;
    millrace_error none = { sizeof none, NULL, 0, 0 };
    int number;
    stop(self, &none);
    for (number = 0; number < thread_count; number++)
        if (owner->fillers[number].is_running) pthread_join(owner->fillers[number].thread, NULL);
    if (owner->ready) millrace_batch_discard(owner->ready);
    pthread_cond_destroy(&owner->changed);
    pthread_mutex_destroy(&owner->lock);
    free(owner->config);
    free(owner);
}

static millrace_status start_connector(
    void *self, const millrace_connector_context *context, const millrace_config *config, millrace_error *error) {
    task *owner = (task *)self;
    (void)context;
    owner->config = millrace_config_copy(config, 0);
    return owner->config ? MILLRACE_OK : millrace_fail(error, MILLRACE_FATAL, "out of memory");
}

static millrace_status task_configs(
    void *self, int32_t max_tasks, const millrace_config_sink *tasks, millrace_error *error) {
    (void)max_tasks, (void)error;
    tasks->add(tasks->context, ((task *)self)->config);
    return MILLRACE_OK;
}

static millrace_status start_task(
    void *self, const millrace_source_task_context *context, const millrace_config *config, millrace_error *error) {
    task *owner = (task *)self;
    int number;
    (void)context;
    owner->config = millrace_config_copy(config, 0);
    if (!owner->config) return millrace_fail(error, MILLRACE_FATAL, "out of memory");
    for (number = 0; number < thread_count; number++) {
        filler *made = &owner->fillers[number];
        made->task = owner;
        made->number = number;
        if (pthread_create(&made->thread, NULL, run, made) != 0)
            return millrace_fail(error, MILLRACE_FATAL, "cannot start thread %d", number);
        made->is_running = 1;
    }
    return MILLRACE_OK;
}

static millrace_status poll(void *self, millrace_batch **batch, millrace_error *error) {
    task *owner = (task *)self;
    (void)error;
    pthread_mutex_lock(&owner->lock);
    while (!owner->ready && !owner->stopping) pthread_cond_wait(&owner->changed, &owner->lock);
    *batch = owner->ready;
    owner->ready = NULL;
    pthread_cond_broadcast(&owner->changed);
    pthread_mutex_unlock(&owner->lock);
    return MILLRACE_OK;
}

static const millrace_connector_functions connector_functions = {
    sizeof connector_functions, 0, create, destroy, start_connector, NULL, task_configs, NULL };
static const millrace_source_task_functions task_functions = {
    sizeof task_functions, 0, create, destroy, start_task, poll, NULL, NULL, stop };
static const millrace_source_connector_functions functions = {
    sizeof functions, 0, &connector_functions, &task_functions, MILLRACE_TEXT("zoo.ThreadedSourceTask"), NULL, NULL,
    NULL };
static const millrace_descriptor descriptor = {
    sizeof descriptor, MILLRACE_SOURCE_CONNECTOR, MILLRACE_TEXT("zoo.ThreadedSourceConnector"), MILLRACE_TEXT("1.0"),
    MILLRACE_TEXT("Counts on two threads."), NULL, 0, NULL, &functions, NULL };

MILLRACE_PLUGIN(&descriptor);
