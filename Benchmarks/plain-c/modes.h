// The modes of the program, one file each. Every mode takes ownership of `conf`.
#ifndef PLAIN_C_MODES_H
#define PLAIN_C_MODES_H

#include <librdkafka/rdkafka.h>
#include <stdint.h>

// Sends each line of `file` as a message to `topic`. With `follow`, goes on as the file grows, until SIGTERM.
void produce(rd_kafka_conf_t *conf, const char *file, const char *topic, int follow);

// Writes each message of `topic` as a line to `file`: `count` of them, or with 0 until SIGTERM.
void consume(rd_kafka_conf_t *conf, const char *topic, const char *file, int64_t count);

// Makes `topic` with `partitions` partitions.
void create_topic(rd_kafka_conf_t *conf, const char *topic, int partitions);

void delete_topic(rd_kafka_conf_t *conf, const char *topic);

// Returns when `topic` holds at least `count` messages.
void wait_for_topic(rd_kafka_conf_t *conf, const char *topic, int64_t count);

// Appends a line to `file` and waits until it is in `topic`, `count` times. Prints percentiles.
void probe_source(rd_kafka_conf_t *conf, const char *file, const char *topic, int count);

// Sends a message to `topic` and waits until its line is in `file`, `count` times. Prints percentiles.
void probe_sink(rd_kafka_conf_t *conf, const char *topic, const char *file, int count);

// Sends a message to `topic` and, once it is acknowledged, waits until a consumer has it, `count` times. Prints
// percentiles of the wait. Takes ownership of both configurations.
void probe_broker(rd_kafka_conf_t *producer, rd_kafka_conf_t *consumer, const char *topic, int count);

#endif
