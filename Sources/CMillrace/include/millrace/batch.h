/** Batches: host memory that records live in. */
#ifndef MILLRACE_BATCH_H
#define MILLRACE_BATCH_H

#include <stddef.h>
#include <stdint.h>

#include "millrace/error.h"
#include "millrace/record.h"

struct millrace_batch;

/** What a batch can do besides the inline functions below, which are the ones to call. */
typedef struct millrace_batch_functions {
    uint32_t size;
    /** See millrace_batch_allocate. */
    void *(*allocate)(struct millrace_batch *batch, size_t bytes);
    /** See millrace_batch_append. */
    millrace_record *(*append)(struct millrace_batch *batch);
    /** See millrace_batch_hold. */
    millrace_status (*hold)(struct millrace_batch *batch, const millrace_schema *schema);
    /** See millrace_batch_attach. */
    millrace_status (*attach)(
        struct millrace_batch *batch, const void *data, size_t length, void (*release)(void *context), void *context);
    /** See millrace_batch_discard. */
    void (*discard)(struct millrace_batch *batch);
} millrace_batch_functions;

/**
 * A batch of records and the memory that they point into. The host makes it (`new_batch` of the host, from any thread)
 * and owns its memory. Whoever asked for it fills it, from one thread at a time, and either hands it over (a source by
 * `poll`) or discards it. The host checks a batch that a plugin hands over: every pointer and length must lie in the
 * batch's memory or in an attached segment, tags and counts must be right, text must be UTF-8, schemas must be held.
 * A batch that fails the check fails the task. Read the members; write only through the functions.
 */
typedef struct millrace_batch {
    uint32_t size;
    /** Bytes from one record to the next: the host's sizeof(millrace_record), which may exceed the plugin's. */
    uint32_t record_size;
    uint8_t *records;
    uint32_t count;
    uint32_t capacity;
    uint8_t *cursor;
    uint8_t *limit;
    /** The schema that was held last. */
    const millrace_schema *held;
    const millrace_batch_functions *functions;
} millrace_batch;

/**
 * Memory for `bytes` bytes, aligned to 8, not zeroed, that lives as long as the batch; NULL if the process has no more.
 * Thread: the batch's one filler. Blocks: no. Owns: the batch. State: before the batch is handed over.
 */
static inline void *millrace_batch_allocate(millrace_batch *batch, size_t bytes) {
    size_t rounded = (bytes + 7) & ~(size_t)7;
    if (rounded >= bytes && (size_t)(batch->limit - batch->cursor) >= rounded) {
        uint8_t *memory = batch->cursor;
        batch->cursor += rounded;
        return memory;
    }
    return batch->functions->allocate(batch, bytes);
}

/** Copies bytes into the batch; NULL if the process has no more memory. Rules as of millrace_batch_allocate. */
static inline void *millrace_batch_copy(millrace_batch *batch, const void *data, size_t length) {
    void *memory = millrace_batch_allocate(batch, length ? length : 1);
    if (memory && length) memcpy(memory, data, length);
    return memory;
}

/** Copies text into the batch; the result's `data` is NULL if the process has no more memory. */
static inline millrace_string millrace_batch_string(millrace_batch *batch, const char *data, size_t length) {
    millrace_string copy;
    copy.data = (const char *)millrace_batch_copy(batch, data, length);
    copy.length = copy.data ? length : 0;
    return copy;
}

/**
 * Copies text into the batch as a value; a NULL value if the process has no more memory, or if the text has more than
 * the 2^31-1 bytes that a value can have.
 */
static inline millrace_value millrace_batch_text(millrace_batch *batch, const char *data, size_t length) {
    millrace_string copy = MILLRACE_NO_TEXT;
    if (length <= INT32_MAX) copy = millrace_batch_string(batch, data, length);
    return copy.data ? millrace_text(copy.data, (uint32_t)length) : millrace_null();
}

/**
 * A STRUCT of a schema that the batch holds, with a null for each field; `*fields` is where their values go, in the
 * schema's order. A NULL value, with `*fields` NULL, if the process has no more memory.
 */
static inline millrace_value millrace_batch_structure(
    millrace_batch *batch, const millrace_schema *schema, millrace_value **fields) {
    const size_t size = schema->field_count * sizeof(millrace_value);
    millrace_struct *structure = (millrace_struct *)millrace_batch_allocate(batch, sizeof *structure + size);
    *fields = NULL;
    if (!structure) return millrace_null();
    *fields = (millrace_value *)(void *)(structure + 1);
    memset(*fields, 0, size);
    structure->schema = schema;
    structure->fields = *fields;
    return millrace_structure(structure, schema->field_count);
}

/** Record `index` of the batch, which must be below `count`. Thread: the batch's one filler or reader. */
static inline millrace_record *millrace_batch_record(const millrace_batch *batch, uint32_t index) {
    return (millrace_record *)(void *)(batch->records + (size_t)index * batch->record_size);
}

/**
 * For converters, transformations and predicates: record `*index`, or the first behind it that is not dropped, with
 * `*index` set to its number; NULL behind the last one.
 *
 *     for (; (record = millrace_batch_next(batch, index)); ++*index) { ... }
 */
static inline millrace_record *millrace_batch_next(const millrace_batch *batch, uint32_t *index) {
    for (; *index < batch->count; ++*index) {
        millrace_record *record = millrace_batch_record(batch, *index);
        if (!(record->flags & MILLRACE_RECORD_DROPPED)) return record;
    }
    return NULL;
}

/**
 * A new record at the end of the batch, zeroed; NULL if the process has no more memory. It may move the records before
 * it: fill one before the next is made.
 * Thread: the batch's one filler. Blocks: no. Owns: the batch. State: before the batch is handed over.
 */
static inline millrace_record *millrace_batch_append(millrace_batch *batch) {
    if (batch->count < batch->capacity) {
        millrace_record *record = millrace_batch_record(batch, batch->count);
        batch->count += 1;
        memset(record, 0, batch->record_size);
        return record;
    }
    return batch->functions->append(batch);
}

/**
 * Makes the batch hold a reference to an interned schema, so that records may point to it and to the schemas that it
 * contains. Cheap when it is the schema of the call before.
 * Thread: the batch's one filler. Blocks: no. Owns: the batch takes a reference of its own. State: before hand-over.
 */
static inline millrace_status millrace_batch_hold(millrace_batch *batch, const millrace_schema *schema) {
    return schema == batch->held ? MILLRACE_OK : batch->functions->hold(batch, schema);
}

/**
 * Lets records point into memory of the plugin's own: `length` bytes at `data`, not written to until `release` is
 * called with `context`, once, on any thread, when the batch is gone (also after a failed call of anything else).
 * `release` may be NULL for memory that is never freed. On failure nothing is attached and `release` is not called.
 * Thread: the batch's one filler. Blocks: no. State: before hand-over.
 */
static inline millrace_status millrace_batch_attach(
    millrace_batch *batch, const void *data, size_t length, void (*release)(void *context), void *context) {
    return batch->functions->attach(batch, data, length, release, context);
}

/** Gives back a batch that will not be handed over. Thread: any. Blocks: no. State: once, instead of hand-over. */
static inline void millrace_batch_discard(millrace_batch *batch) {
    batch->functions->discard(batch);
}

#endif
