/** What source and sink connectors have in common. */
#ifndef MILLRACE_CONNECTOR_H
#define MILLRACE_CONNECTOR_H

#include "millrace/config.h"
#include "millrace/host.h"

/** What a running connector may ask of the host. Valid from `start` until `stop` has returned. */
typedef struct millrace_connector_context {
    uint32_t size;
    uint32_t reserved;
    void *context;
    const millrace_host *host;

    /** Asks for `task_configs` to be called again, soon. Thread: any. Blocks: no. */
    void (*request_task_reconfiguration)(void *context);

    /** Fails the connector, as Connect's raiseError does. Thread: any. Blocks: no. Owns: the text is copied. */
    void (*raise_error)(void *context, millrace_string message);

    /**
     * The last committed source offsets of `count` source partitions (each a map): `offsets[i]` becomes a map in the
     * memory of `memory`, or NULL for a partition without an offset. Only for source connectors; else NULL.
     * Thread: the connector's. Blocks: yes, until the offset store answers. Owns: the caller's batch holds the result.
     */
    millrace_status (*read_offsets)(
        void *context, const millrace_value *partitions, uint32_t count, millrace_batch *memory,
        millrace_value *offsets, millrace_error *error);
} millrace_connector_context;

/**
 * The functions that every connector has. They run in a process of the connector's own, on its main thread, one at a
 * time; the process may end after `task_configs` and start anew later, so state lives in the instance only between
 * `start` and `stop`.
 */
typedef struct millrace_connector_functions {
    uint32_t size;
    uint32_t reserved;

    /** Makes an instance. Thread: main. Blocks: no. Owns: the host keeps `*self` until `destroy`. State: first. */
    millrace_status (*create)(
        const millrace_host *host, const void *context, void **self, millrace_error *error);
    /** Ends an instance. Thread: main. Blocks: no. State: last, stopped or never started. */
    void (*destroy)(void *self);
    /** Begins. Thread: main. Blocks: within a deadline. State: after create. Errors: fail the connector. */
    millrace_status (*start)(
        void *self, const millrace_connector_context *context, const millrace_config *config, millrace_error *error);
    /** Ends what `start` began. Thread: main. Blocks: within a deadline. State: after start. Optional. */
    millrace_status (*stop)(void *self, millrace_error *error);
    /**
     * Gives the configurations of at most `max_tasks` tasks to `tasks`, one call of `add` for each.
     * Thread: main. Blocks: within a deadline. State: started.
     */
    millrace_status (*task_configs)(
        void *self, int32_t max_tasks, const millrace_config_sink *tasks, millrace_error *error);
    /**
     * Checks what the definition cannot, such as keys that go together. Optional.
     * Thread: main. Blocks: within a deadline. State: created, not started.
     */
    millrace_status (*validate)(
        void *self, const millrace_config *config, const millrace_validation_sink *errors, millrace_error *error);
} millrace_connector_functions;

#endif
