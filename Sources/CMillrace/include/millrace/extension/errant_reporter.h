/** Extension: a sink task reports single records that it cannot deliver (KIP-610). */
#ifndef MILLRACE_EXTENSION_ERRANT_REPORTER_H
#define MILLRACE_EXTENSION_ERRANT_REPORTER_H

#include "millrace/batch.h"

/** Asked of the host's `extension` by a sink task, in `start` or later. */
#define MILLRACE_ERRANT_REPORTER "millrace.errant-reporter/1"

/** The extension's table. */
typedef struct millrace_errant_reporter {
    uint32_t size;
    uint32_t reserved;
    /**
     * Reports record `index` of the batch that is being put, so that `errors.tolerance`, the dead letter queue and the
     * log treat it as they treat a record that could not be converted. MILLRACE_OK means that the task may go on
     * without it; any other status must be returned from `put`.
     * Thread: the task's. Blocks: no. Owns: the text is copied. State: during `put`.
     */
    millrace_status (*report)(
        const millrace_batch *batch, uint32_t index, millrace_string message, millrace_error *error);
} millrace_errant_reporter;

#endif
