/** Records, as sources give them and sinks get them. */
#ifndef MILLRACE_RECORD_H
#define MILLRACE_RECORD_H

#include "millrace/schema.h"

enum {
    /** `partition` is set: without it the partitioner chooses. */
    MILLRACE_RECORD_HAS_PARTITION = 1,
    /** `timestamp` is set: without it the producer takes the time of sending. */
    MILLRACE_RECORD_HAS_TIMESTAMP = 2,
    /** A transformation drops the record: it goes no further and counts as filtered. */
    MILLRACE_RECORD_DROPPED = 4
};

enum {
    MILLRACE_TIMESTAMP_NONE = 0,
    MILLRACE_TIMESTAMP_CREATE_TIME = 1,
    MILLRACE_TIMESTAMP_LOG_APPEND_TIME = 2
};

/** One header. Names may repeat; the order counts. */
typedef struct millrace_header {
    millrace_string name;
    /** NULL for a value without a schema. */
    const millrace_schema *schema;
    millrace_value value;
} millrace_header;

/**
 * One record of a batch. The host makes it, zeroed; the topic, every value, header and offset that it points to lies in
 * the batch's memory, and every schema is held by the batch.
 */
typedef struct millrace_record {
    /** MILLRACE_RECORD_… */
    uint32_t flags;
    int32_t partition;
    /** Milliseconds since 1970-01-01T00:00Z. */
    int64_t timestamp;
    /** Of a sink's record: MILLRACE_TIMESTAMP_… */
    uint8_t timestamp_type;
    uint8_t reserved[3];
    uint32_t header_count;
    millrace_string topic;
    /** NULL for a key without a schema. */
    const millrace_schema *key_schema;
    /** NULL for a value without a schema. */
    const millrace_schema *value_schema;
    millrace_value key;
    millrace_value value;
    const millrace_header *headers;

    /**
     * Of a source's record: where it comes from, and how far the source has read with it, each a map (or NULL for a
     * record whose offset is not tracked). Records of one partition should share one `source_partition` pointer: the
     * host looks a partition up when the pointer changes.
     */
    const millrace_value *source_partition;
    const millrace_value *source_offset;
    /** Of a source's record: the task's own mark, given back by `acknowledged`; 0 asks for no acknowledgement. */
    uint64_t token;

    /** Of a sink's record: its offset in the topic's partition. */
    int64_t offset;
    /** Of a sink's record: topic, partition and offset as consumed, before any transformation (KIP-793). */
    millrace_string original_topic;
    int64_t original_offset;
    int32_t original_partition;
    uint32_t reserved2;
} millrace_record;

/** Sets the partition that the record goes to; without one the partitioner chooses. */
static inline void millrace_record_set_partition(millrace_record *record, int32_t partition) {
    record->partition = partition;
    record->flags |= MILLRACE_RECORD_HAS_PARTITION;
}

/** Sets the timestamp, in milliseconds since 1970-01-01T00:00Z; without one the producer takes the time of sending. */
static inline void millrace_record_set_timestamp(millrace_record *record, int64_t milliseconds) {
    record->timestamp = milliseconds;
    record->flags |= MILLRACE_RECORD_HAS_TIMESTAMP;
}

#endif
