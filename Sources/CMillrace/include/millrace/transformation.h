/** Transformations (SMTs): one record in, one or none out. */
#ifndef MILLRACE_TRANSFORMATION_H
#define MILLRACE_TRANSFORMATION_H

#include "millrace/config.h"
#include "millrace/host.h"

/** The functions of a transformation. */
typedef struct millrace_transformation_functions {
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
     * Transforms the records from `*index` to the end of the batch, each in its place: it may write any member of a
     * record, with memory from the batch, but never to what a record points to; MILLRACE_RECORD_DROPPED in `flags`
     * drops a record, and records that carry it already are passed over, as millrace_batch_next does: those, too, that
     * the predicate of the transformation does not choose. The number of records stays. On an error it leaves `*index`
     * at the record that failed, unchanged; what the status means is said in millrace/converter.h.
     * Thread: the task's. Blocks: it should not. Owns: the batch. State: configured.
     */
    millrace_status (*apply)(void *self, millrace_batch *batch, uint32_t *index, millrace_error *error);
} millrace_transformation_functions;

#endif
