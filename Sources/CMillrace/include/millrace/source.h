/** Source connectors and their tasks: external system to Kafka. */
#ifndef MILLRACE_SOURCE_H
#define MILLRACE_SOURCE_H

#include "millrace/connector.h"

/** What a running source task may ask of the host. Valid from `start` until the task is destroyed. */
typedef struct millrace_source_task_context {
    uint32_t size;
    uint32_t reserved;
    void *context;
    const millrace_host *host;

    /**
     * The last committed offsets of `count` source partitions, as of millrace_connector_context.
     * Thread: the task's. Blocks: yes, until the offset store answers. Owns: the caller's batch holds the result.
     */
    millrace_status (*read_offsets)(
        void *context, const millrace_value *partitions, uint32_t count, millrace_batch *memory,
        millrace_value *offsets, millrace_error *error);
} millrace_source_task_context;

/** What became of a record whose `token` was not 0. */
typedef struct millrace_acknowledgement {
    uint64_t token;
    /** Where it lies in Kafka; -1 if it was dropped by a transformation or by `errors.tolerance`. */
    int64_t offset;
    int32_t partition;
    uint32_t reserved;
} millrace_acknowledgement;

/** The functions of a source task. All run on the task's thread (the main thread of its process), save `stop`. */
typedef struct millrace_source_task_functions {
    uint32_t size;
    uint32_t reserved;

    /** Makes an instance. Thread: the task's. Blocks: no. Owns: the host keeps `*self` until `destroy`. */
    millrace_status (*create)(
        const millrace_host *host, const void *context, void **self, millrace_error *error);
    /** Ends an instance. Thread: the task's. Blocks: no. State: last. */
    void (*destroy)(void *self);
    /** Begins. Thread: the task's. Blocks: within a deadline. State: after create. */
    millrace_status (*start)(
        void *self, const millrace_source_task_context *context, const millrace_config *config, millrace_error *error);
    /**
     * Gives the next records: sets `*batch` to a filled batch, which the host owns from then on, or to NULL if there is
     * nothing now. It may wait for data, for a second or so at a time; a plugin's own threads may fill batches
     * meanwhile. MILLRACE_RETRIABLE asks for the same call again; any other error fails the task. A batch that is set
     * together with an error is discarded.
     * Thread: the task's. Blocks: it may; `stop` should end the wait. State: started.
     */
    millrace_status (*poll)(void *self, millrace_batch **batch, millrace_error *error);
    /**
     * Says that all that was acknowledged so far has its offsets committed. Optional.
     * Thread: the task's. Blocks: shortly. State: started.
     */
    millrace_status (*commit)(void *self, millrace_error *error);
    /**
     * Says which records (of those with a token) are in Kafka or were dropped. Optional.
     * Thread: the task's. Blocks: shortly. Owns: the host; the array is valid until the call returns. State: started.
     */
    millrace_status (*acknowledged)(
        void *self, const millrace_acknowledgement *records, uint32_t count, millrace_error *error);
    /**
     * Asks the task to end: a `poll` that waits should return. Polls may still begin until it has returned. Optional.
     * Thread: another than the task's. Blocks: within a deadline. State: started, once.
     */
    millrace_status (*stop)(void *self, millrace_error *error);
} millrace_source_task_functions;

/** Answers of `exactly_once_support` and `transaction_boundaries`. */
enum {
    MILLRACE_UNSUPPORTED = 0,
    MILLRACE_SUPPORTED = 1
};

/** The functions of a source connector. */
typedef struct millrace_source_connector_functions {
    uint32_t size;
    uint32_t reserved;
    const millrace_connector_functions *connector;
    const millrace_source_task_functions *task;
    /** The class name of the task, as statuses and metrics show it. */
    millrace_string task_class;

    /**
     * Whether the connector supports exactly-once under this configuration (KIP-618). Optional: without it the answer
     * is unknown. Thread: main. Blocks: within a deadline. State: created, not started.
     */
    millrace_status (*exactly_once_support)(
        void *self, const millrace_config *config, int32_t *support, millrace_error *error);
    /** Whether the connector's tasks can define transaction boundaries (KIP-618). Rules as of the one before. */
    millrace_status (*transaction_boundaries)(
        void *self, const millrace_config *config, int32_t *support, millrace_error *error);
    /**
     * Checks offsets that an operator wants to write (KIP-875): `partitions[i]` and `offsets[i]` are maps, or NULL
     * values for "reset"; sets `*accepted` to 1 if the connector takes care of them, 0 if it leaves that to the host.
     * Optional. Thread: main. Blocks: within a deadline. Owns: the host. State: created, not started.
     */
    millrace_status (*alter_offsets)(
        void *self, const millrace_config *config, const millrace_value *partitions, const millrace_value *offsets,
        uint32_t count, int32_t *accepted, millrace_error *error);
} millrace_source_connector_functions;

#endif
