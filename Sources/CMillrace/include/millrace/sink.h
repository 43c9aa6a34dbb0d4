/** Sink connectors and their tasks: Kafka to external system. */
#ifndef MILLRACE_SINK_H
#define MILLRACE_SINK_H

#include "millrace/connector.h"

/** A partition of a topic. */
typedef struct millrace_topic_partition {
    millrace_string topic;
    int32_t partition;
    uint32_t reserved;
} millrace_topic_partition;

/** A partition of a topic and an offset: the offset of the next record to consume. */
typedef struct millrace_topic_offset {
    millrace_string topic;
    int64_t offset;
    int32_t partition;
    uint32_t reserved;
} millrace_topic_offset;

/** What a running sink task may ask of the host. Valid from `start` until the task is destroyed. */
typedef struct millrace_sink_task_context {
    uint32_t size;
    uint32_t reserved;
    void *context;
    const millrace_host *host;

    /** Goes on at other offsets, as Connect's `offset`. Thread: the task's. Blocks: no. Owns: copied. */
    void (*seek)(void *context, const millrace_topic_offset *offsets, uint32_t count);
    /** Stops the delivery of partitions. Thread: the task's. Blocks: no. Owns: copied. */
    void (*pause)(void *context, const millrace_topic_partition *partitions, uint32_t count);
    /** Goes on with the delivery of partitions. Thread: the task's. Blocks: no. Owns: copied. */
    void (*resume)(void *context, const millrace_topic_partition *partitions, uint32_t count);
    /** How long to wait before a put that failed with MILLRACE_RETRIABLE is repeated. Thread: the task's. */
    void (*retry_after)(void *context, int64_t milliseconds);
    /** Asks for a commit of offsets soon. Thread: the task's. Blocks: no. */
    void (*request_commit)(void *context);
    /**
     * Copies the assigned partitions, at most `capacity` of them, and returns how many there are; texts are valid until
     * the next change of the assignment. Thread: the task's. Blocks: no.
     */
    uint32_t (*assignment)(void *context, millrace_topic_partition *partitions, uint32_t capacity);
} millrace_sink_task_context;

/** The functions of a sink task. All run on the task's thread, the main thread of its process. */
typedef struct millrace_sink_task_functions {
    uint32_t size;
    uint32_t reserved;

    /** Makes an instance. Thread: the task's. Blocks: no. Owns: the host keeps `*self` until `destroy`. */
    millrace_status (*create)(
        const millrace_host *host, const void *context, void **self, millrace_error *error);
    /** Ends an instance. Thread: the task's. Blocks: no. State: last. */
    void (*destroy)(void *self);
    /** Begins. Thread: the task's. Blocks: within a deadline. State: after create. */
    millrace_status (*start)(
        void *self, const millrace_sink_task_context *context, const millrace_config *config, millrace_error *error);
    /** Says that partitions were assigned. Optional. Thread: the task's. Blocks: shortly. State: started. */
    millrace_status (*open)(
        void *self, const millrace_topic_partition *partitions, uint32_t count, millrace_error *error);
    /** Says that partitions were taken away. Optional. Rules as of `open`. */
    millrace_status (*close)(
        void *self, const millrace_topic_partition *partitions, uint32_t count, millrace_error *error);
    /**
     * Takes records; what a transformation or `errors.tolerance` dropped is not among them. After MILLRACE_RETRIABLE the
     * same batch comes again, in whole; any other error fails the task.
     * Thread: the task's. Blocks: it may. Owns: the host; the batch is valid until the call returns, unless it is
     * retained (millrace/extension/retain.h). State: started.
     */
    millrace_status (*put)(void *self, const millrace_batch *batch, millrace_error *error);
    /**
     * Makes durable what was put: offsets up to `offsets` are committed after it returns. Optional; not called if there
     * is a `pre_commit`. Thread: the task's. Blocks: it may. State: started.
     */
    millrace_status (*flush)(void *self, const millrace_topic_offset *offsets, uint32_t count, millrace_error *error);
    /**
     * Says what may be committed: `offsets` holds how far records were put; the task may lower an offset, or set it to
     * -1 to leave a partition out. Optional: without it `flush` is called and everything is committed.
     * Thread: the task's. Blocks: it may. Owns: the host; valid until the call returns. State: started.
     */
    millrace_status (*pre_commit)(void *self, millrace_topic_offset *offsets, uint32_t count, millrace_error *error);
    /** Ends. Optional. Thread: the task's. Blocks: within a deadline. State: started, once, after the last close. */
    millrace_status (*stop)(void *self, millrace_error *error);
} millrace_sink_task_functions;

/** The functions of a sink connector. */
typedef struct millrace_sink_connector_functions {
    uint32_t size;
    uint32_t reserved;
    const millrace_connector_functions *connector;
    const millrace_sink_task_functions *task;
    /** The class name of the task, as statuses and metrics show it. */
    millrace_string task_class;

    /**
     * Checks consumer offsets that an operator wants to write (KIP-875); an offset of -1 is a reset. Sets `*accepted`
     * as in millrace_source_connector_functions. Optional.
     * Thread: main. Blocks: within a deadline. Owns: the host. State: created, not started.
     */
    millrace_status (*alter_offsets)(
        void *self, const millrace_config *config, const millrace_topic_offset *offsets, uint32_t count,
        int32_t *accepted, millrace_error *error);
} millrace_sink_connector_functions;

#endif
