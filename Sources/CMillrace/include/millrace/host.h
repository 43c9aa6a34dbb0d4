/** What the host offers to every plugin. */
#ifndef MILLRACE_HOST_H
#define MILLRACE_HOST_H

#include "millrace/batch.h"
#include "millrace/schema.h"

enum {
    MILLRACE_LOG_TRACE = 0,
    MILLRACE_LOG_DEBUG = 1,
    MILLRACE_LOG_INFO = 2,
    MILLRACE_LOG_WARN = 3,
    MILLRACE_LOG_ERROR = 4
};

/** The host's functions. The table lives as long as the process; each function may be called from any thread. */
typedef struct millrace_host {
    uint32_t size;
    uint16_t abi_major;
    uint16_t abi_minor;

    /**
     * Writes a log line, which is attributed to the connector and task.
     * Thread: any. Blocks: no; lines above what the daemon takes are dropped and counted. Owns: the text is copied.
     */
    void (*log)(int32_t level, millrace_string message);

    /**
     * The interned schema that equals the description, with a reference that the caller must release; NULL with an
     * error of MILLRACE_BAD_DATA if the description is not a valid schema.
     * Thread: any. Blocks: no. Owns: everything is copied; the caller owns one reference.
     */
    const millrace_schema *(*intern_schema)(const millrace_schema *description, millrace_error *error);
    /** Takes one more reference. Thread: any. Blocks: no. */
    void (*retain_schema)(const millrace_schema *schema);
    /** Gives a reference back; the schema may be gone afterwards. Thread: any. Blocks: no. */
    void (*release_schema)(const millrace_schema *schema);

    /**
     * A new batch with room for `records` records before it has to grow; NULL if the process has no more memory.
     * Thread: any. Blocks: no. Owns: the caller, until it is handed over or discarded.
     */
    millrace_batch *(*new_batch)(uint32_t records);

    /**
     * The table of an extension, such as MILLRACE_ERRANT_REPORTER, or NULL if this host has none of that name.
     * Thread: any. Blocks: no. Owns: the host, as long as the process lives.
     */
    const void *(*extension)(millrace_string name);
} millrace_host;

#endif
