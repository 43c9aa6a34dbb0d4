/** Predicates: whether a transformation applies to a record (KIP-585). */
#ifndef MILLRACE_PREDICATE_H
#define MILLRACE_PREDICATE_H

#include "millrace/config.h"
#include "millrace/host.h"

/** The functions of a predicate. */
typedef struct millrace_predicate_functions {
    uint32_t size;
    uint32_t reserved;
    /** Makes an instance. Thread: the task's. Blocks: no. Owns: the host keeps `*self` until `destroy`. */
    millrace_status (*create)(
        const millrace_host *host, const void *context, void **self, millrace_error *error);
    /** Ends an instance (Connect's close). Thread: the task's. Blocks: no. State: last. */
    void (*destroy)(void *self);
    /** Configures. Thread: the task's. Blocks: no. State: once, after create. */
    millrace_status (*configure)(void *self, const millrace_config *config, millrace_error *error);
    /**
     * Sets `results[i]` to 1 or 0 for the records from `*index` to the end of the batch. Dropped records are passed
     * over, as millrace_batch_next does; their results are not read. Errors as in `apply` of a transformation.
     * Thread: the task's. Blocks: no. Owns: the host; nothing is written to the batch. State: configured.
     */
    millrace_status (*test)(
        void *self, const millrace_batch *batch, uint32_t *index, uint8_t *results, millrace_error *error);
} millrace_predicate_functions;

#endif
