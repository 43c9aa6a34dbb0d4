/** Extension: a sink task keeps a batch beyond `put`. */
#ifndef MILLRACE_EXTENSION_RETAIN_H
#define MILLRACE_EXTENSION_RETAIN_H

#include "millrace/batch.h"

/** Asked of the host's `extension` by a sink task, in `start` or later. */
#define MILLRACE_RETAIN "millrace.retain/1"

/** The extension's table. Retained batches count against the task's memory. */
typedef struct millrace_retain {
    uint32_t size;
    uint32_t reserved;
    /**
     * Keeps the batch that is being put: it stays readable, from any thread, until it is released as often as it was
     * retained. Thread: the task's. Blocks: no. State: during `put`.
     */
    void (*retain)(const millrace_batch *batch);
    /** Gives a retained batch back. Thread: any. Blocks: no. State: once for each `retain`. */
    void (*release)(const millrace_batch *batch);
} millrace_retain;

#endif
