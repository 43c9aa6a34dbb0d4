/** Converters and header converters: between Kafka's bytes and values. */
#ifndef MILLRACE_CONVERTER_H
#define MILLRACE_CONVERTER_H

#include "millrace/config.h"
#include "millrace/host.h"

/** Which part of a record an instance converts. */
enum {
    MILLRACE_SIDE_KEY = 1,
    MILLRACE_SIDE_VALUE = 2
};

/**
 * The functions of a converter. Both conversions work in place, from record `*index` on to the end of the batch: each
 * replaces the schema and the value of the instance's side. The record's headers are BYTES or NULL then, as they lie in
 * Kafka: a converter may read them, and `from_connect` may set others. Dropped records are passed over, as
 * millrace_batch_next does. New memory comes from the batch that is given.
 *
 * On an error they leave `*index` at the record that failed, unchanged. After MILLRACE_BAD_DATA, and after
 * MILLRACE_RETRIABLE once `errors.retry.timeout` is over, `errors.tolerance` decides whether it is skipped, and the host
 * calls again behind it; after any other status the task fails.
 */
typedef struct millrace_converter_functions {
    uint32_t size;
    uint32_t reserved;
    /** Makes an instance. Thread: the task's. Blocks: no. Owns: the host keeps `*self` until `destroy`. */
    millrace_status (*create)(
        const millrace_host *host, const void *context, void **self, millrace_error *error);
    /** Ends an instance. Thread: the task's. Blocks: no. State: last. */
    void (*destroy)(void *self);
    /** Configures for one side. Thread: the task's. Blocks: no. State: once, after create. */
    millrace_status (*configure)(void *self, const millrace_config *config, int32_t side, millrace_error *error);
    /**
     * Values to bytes: afterwards the schema is NULL and the value is BYTES, or NULL for no payload.
     * Thread: the task's. Blocks: it may (a schema registry). Owns: the batch. State: configured.
     */
    millrace_status (*from_connect)(void *self, millrace_batch *batch, uint32_t *index, millrace_error *error);
    /**
     * Bytes to values: before it the schema is NULL and the value is BYTES or NULL.
     * Thread: the task's. Blocks: it may (a schema registry). Owns: the batch. State: configured.
     */
    millrace_status (*to_connect)(void *self, millrace_batch *batch, uint32_t *index, millrace_error *error);
} millrace_converter_functions;

/**
 * The functions of a header converter: as of a converter, one header of the record of `topic` at a time, in place. An
 * error concerns the whole record.
 */
typedef struct millrace_header_converter_functions {
    uint32_t size;
    uint32_t reserved;
    /** See millrace_converter_functions. */
    millrace_status (*create)(
        const millrace_host *host, const void *context, void **self, millrace_error *error);
    /** See millrace_converter_functions. */
    void (*destroy)(void *self);
    /** Configures. Thread: the task's. Blocks: no. State: once, after create. */
    millrace_status (*configure)(void *self, const millrace_config *config, millrace_error *error);
    /** Value to BYTES or NULL. Thread: the task's. Blocks: it may. Owns: `memory`. State: configured. */
    millrace_status (*from_connect)(
        void *self, millrace_string topic, millrace_header *header, millrace_batch *memory, millrace_error *error);
    /** BYTES or NULL to value. Thread: the task's. Blocks: it may. Owns: `memory`. State: configured. */
    millrace_status (*to_connect)(
        void *self, millrace_string topic, millrace_header *header, millrace_batch *memory, millrace_error *error);
} millrace_header_converter_functions;

#endif
