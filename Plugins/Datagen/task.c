// The task: makes records up at its share of the rate, and goes on after the last one that was committed.
#include <pthread.h>
#include <stdio.h>
#include <time.h>

#include "datagen.h"

enum { RECORDS_PER_BATCH = 500, MOST_BYTES_PER_BATCH = 1 << 20 };

typedef struct task {
    const millrace_host *host;
    millrace_config *config;
    millrace_string topic;
    /** Of the values: of a struct of `fields`, or of texts of `text_size` bytes if there are no fields. */
    const millrace_schema *schema;
    datagen_fields fields;
    uint32_t text_size;
    /** The index of the field that is the key too, or -1. */
    int32_t key_field;
    uint64_t seed;
    int64_t number;
    int64_t task_count;
    /** How many records this task has made in all, and how many it may make; -1 is no end. */
    int64_t made;
    int64_t limit;
    /** Records per second of this task, or 0 for no bound, and when and where the count of its records began. */
    double rate;
    int64_t began;
    int64_t made_before;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    int stopping;
} task;

static int64_t nanoseconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static millrace_status create(const millrace_host *host, const void *context, void **self, millrace_error *error) {
    (void)context;
    task *made = calloc(1, sizeof *made);
    pthread_condattr_t monotonic;
    if (!made) return millrace_fail(error, MILLRACE_FATAL, "out of memory");
    made->host = host;
    pthread_mutex_init(&made->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&made->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    *self = made;
    return MILLRACE_OK;
}

static void destroy(void *self) {
    task *made = self;
    if (made->schema) made->host->release_schema(made->schema);
    pthread_cond_destroy(&made->wake);
    pthread_mutex_destroy(&made->lock);
    free(made->config);
    free(made);
}

/** `{"<name>": number}`; the name must live as long as the map. */
static const millrace_value *number_map(millrace_batch *batch, millrace_string name, int64_t number) {
    millrace_value *map = millrace_batch_allocate(batch, sizeof *map);
    millrace_entry *entry = millrace_batch_allocate(batch, sizeof *entry);
    if (!map || !entry || !name.data) return NULL;
    entry->key = millrace_text(name.data, (uint32_t)name.length);
    entry->value = millrace_int64(number);
    *map = millrace_map(entry, 1);
    return map;
}

// MARK: - Start

/** Sets how many records were made before, by the offset that was committed last. */
static millrace_status resume(task *self, const millrace_source_task_context *context, millrace_error *error) {
    millrace_batch *memory = self->host->new_batch(1);
    const millrace_value *partition = memory ? number_map(memory, millrace_string_of("task"), self->number) : NULL;
    millrace_value offset = millrace_null();
    millrace_status status;
    uint32_t index;
    if (!partition) return millrace_fail(error, MILLRACE_FATAL, "out of memory");
    status = context->read_offsets(context->context, partition, 1, memory, &offset, error);
    for (index = 0; status == MILLRACE_OK && offset.type == MILLRACE_MAP && index < offset.length; index++) {
        const millrace_entry *entry = &offset.as.entries[index];
        const millrace_string name = { entry->key.as.string, entry->key.length };
        if (entry->key.type == MILLRACE_STRING && millrace_string_equals(name, "sequence")
            && entry->value.type >= MILLRACE_INT8 && entry->value.type <= MILLRACE_INT64)
            self->made = entry->value.as.integer;
    }
    millrace_batch_discard(memory);
    return status;
}

static millrace_status choose_text(task *self, millrace_error *error) {
    const millrace_schema text = millrace_schema_of(MILLRACE_STRING);
    self->text_size = (uint32_t)millrace_config_get_int64(self->config, "record.size", 100);
    self->schema = self->host->intern_schema(&text, error);
    return self->schema ? MILLRACE_OK : MILLRACE_FATAL;
}

static millrace_status choose_key(task *self, millrace_error *error) {
    const millrace_string key = millrace_config_get(self->config, "key.field");
    self->key_field = -1;
    if (!key.data) return MILLRACE_OK;
    for (uint32_t index = 0; index < self->fields.count; index++) {
        const millrace_string name = self->fields.fields[index].name;
        if (name.length == key.length && memcmp(name.data, key.data, key.length) == 0)
            self->key_field = (int32_t)index;
    }
    if (self->key_field >= 0) return MILLRACE_OK;
    return millrace_fail(error, MILLRACE_BAD_CONFIG, "key.field: no field is called %.*s", (int)key.length, key.data);
}

/** Decides what the records look like. */
static millrace_status choose_schema(task *self, millrace_error *error) {
    const millrace_string own = millrace_config_get(self->config, "fields");
    const millrace_string kind = millrace_config_get(self->config, "template");
    char name[64] = "io.millrace.datagen.record";
    millrace_status status;
    if (!own.length && (!kind.data || millrace_string_equals(kind, "text"))) {
        status = choose_text(self, error);
    } else {
        if (!own.length) snprintf(name, sizeof name, "io.millrace.datagen.%.*s", (int)kind.length, kind.data);
        status = datagen_read_fields(own.length ? own : datagen_template(kind), &self->fields, error);
        if (status == MILLRACE_OK)
            self->schema = datagen_schema(self->host, &self->fields, millrace_string_of(name), error);
        if (status == MILLRACE_OK && !self->schema) status = MILLRACE_BAD_CONFIG;
    }
    return status == MILLRACE_OK ? choose_key(self, error) : status;
}

static millrace_status start(
    void *me, const millrace_source_task_context *context, const millrace_config *config, millrace_error *error) {
    task *self = me;
    const int64_t limit = millrace_config_get_int64(config, "limit", 0);
    millrace_status status;
    self->config = millrace_config_copy(config, 0);
    if (!self->config) return millrace_fail(error, MILLRACE_FATAL, "out of memory");
    self->topic = millrace_config_get(self->config, "topic");
    if (!self->topic.data) return millrace_fail(error, MILLRACE_BAD_CONFIG, "topic is not set");
    self->number = millrace_config_get_int64(config, DATAGEN_TASK, 0);
    self->task_count = millrace_config_get_int64(config, DATAGEN_TASKS, 1);
    self->seed = (uint64_t)millrace_config_get_int64(config, "seed", 0);
    self->rate = millrace_config_get_double(config, "rate", 10) / (double)self->task_count;
    self->limit = limit == 0 ? -1 : limit / self->task_count + (self->number < limit % self->task_count);
    status = choose_schema(self, error);
    if (status == MILLRACE_OK) status = resume(self, context, error);
    self->began = nanoseconds(CLOCK_MONOTONIC);
    self->made_before = self->made;
    return status;
}

// MARK: - Poll

/** How many records are due now; if none, `*wait` is how long to wait, in nanoseconds. */
static int64_t records_due(const task *self, int64_t *wait) {
    int64_t due = RECORDS_PER_BATCH;
    if (self->text_size > MOST_BYTES_PER_BATCH / RECORDS_PER_BATCH) due = MOST_BYTES_PER_BATCH / self->text_size + 1;
    *wait = INT64_C(1000000000);
    if (self->limit >= 0 && self->limit - self->made < due) due = self->limit - self->made;
    if (due > 0 && self->rate > 0) {
        const double elapsed = (double)(nanoseconds(CLOCK_MONOTONIC) - self->began) / 1e9;
        const double allowed = elapsed * self->rate - (double)(self->made - self->made_before);
        // At a high rate a wait is long enough for some records, at a low one for the next.
        const double next = (1 - allowed) / self->rate * 1e9;
        if (next < 1e9) *wait = next < 1e7 ? 10000000 : (int64_t)next;
        if (allowed < (double)due) due = (int64_t)allowed;
    }
    return due;
}

/** Waits, unless the task is to stop. */
static void wait_for(task *self, int64_t duration) {
    const int64_t end = nanoseconds(CLOCK_MONOTONIC) + duration;
    const struct timespec until = { end / 1000000000, end % 1000000000 };
    pthread_mutex_lock(&self->lock);
    if (!self->stopping) pthread_cond_timedwait(&self->wake, &self->lock, &until);
    pthread_mutex_unlock(&self->lock);
}

/** Makes the value, and the key if there is one. 0 if there is no more memory. */
static int make_struct(task *self, millrace_batch *batch, millrace_record *record, datagen_draw *draw) {
    millrace_value *values = millrace_batch_allocate(batch, self->fields.count * sizeof *values);
    millrace_struct *structure = millrace_batch_allocate(batch, sizeof *structure);
    if (!values || !structure) return 0;
    for (uint32_t index = 0; index < self->fields.count; index++) {
        values[index] = datagen_value(&self->fields.fields[index], draw, batch);
        if (values[index].type == MILLRACE_NULL) return 0;
    }
    structure->schema = self->schema;
    structure->fields = values;
    record->value = millrace_structure(structure, self->fields.count);
    if (self->key_field >= 0) {
        record->key_schema = self->schema->fields[self->key_field].schema;
        record->key = values[self->key_field];
    }
    return 1;
}

static int fill(task *self, millrace_batch *batch, int64_t count) {
    const millrace_string topic = millrace_batch_string(batch, self->topic.data, self->topic.length);
    const millrace_string name = millrace_batch_string(batch, "sequence", 8);
    const millrace_value *partition = number_map(batch, millrace_batch_string(batch, "task", 4), self->number);
    const int64_t now = nanoseconds(CLOCK_REALTIME) / 1000000;
    int64_t made;
    if (millrace_batch_hold(batch, self->schema) != MILLRACE_OK) return 0;
    for (made = self->made + 1; made <= self->made + count; made++) {
        const int64_t sequence = (made - 1) * self->task_count + self->number + 1;
        datagen_draw draw = datagen_begin(self->seed, sequence, now);
        millrace_record *record = millrace_batch_append(batch);
        if (!record) return 0;
        record->topic = topic;
        record->value_schema = self->schema;
        record->source_partition = partition;
        record->source_offset = number_map(batch, name, made);
        if (self->fields.count == 0) record->value = datagen_text(&draw, self->text_size, batch);
        else if (!make_struct(self, batch, record, &draw)) return 0;
        if (!partition || !record->source_offset || record->value.type == MILLRACE_NULL) return 0;
    }
    self->made += count;
    return 1;
}

static millrace_status poll(void *me, millrace_batch **batch, millrace_error *error) {
    task *self = me;
    int64_t wait;
    int64_t due = records_due(self, &wait);
    millrace_batch *filled;
    if (due <= 0) {
        wait_for(self, wait);
        due = records_due(self, &wait);
    }
    if (due <= 0) return MILLRACE_OK;
    filled = self->host->new_batch((uint32_t)due);
    if (filled && fill(self, filled, due)) {
        *batch = filled;
        return MILLRACE_OK;
    }
    if (filled) millrace_batch_discard(filled);
    return millrace_fail(error, MILLRACE_FATAL, "out of memory");
}

static millrace_status stop(void *me, millrace_error *error) {
    task *self = me;
    (void)error;
    pthread_mutex_lock(&self->lock);
    self->stopping = 1;
    pthread_cond_broadcast(&self->wake);
    pthread_mutex_unlock(&self->lock);
    return MILLRACE_OK;
}

const millrace_source_task_functions datagen_task_functions = {
    .size = sizeof datagen_task_functions, .create = create, .destroy = destroy, .start = start, .poll = poll,
    .stop = stop };
