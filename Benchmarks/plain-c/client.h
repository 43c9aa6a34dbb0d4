// What every mode of the program shares: clients, the clock, the counts of deliveries.
#ifndef PLAIN_C_CLIENT_H
#define PLAIN_C_CLIENT_H

#include <librdkafka/rdkafka.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    int64_t acknowledged;
    int64_t failed;
    rd_kafka_resp_err_t last_error;
} deliveries;

// Ends the program with a sentence on standard error.
void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

// Set by SIGTERM and SIGINT; every loop that waits looks at it.
int stopping(void);
void stop_on_signals(void);

// A producer that counts into `counts`, which must outlive it. Takes `conf`.
rd_kafka_t *new_producer(rd_kafka_conf_t *conf, deliveries *counts);

// A consumer that is subscribed to `topic` as a member of its group. Takes `conf`.
rd_kafka_t *new_consumer(rd_kafka_conf_t *conf, const char *topic);

// Copies one message into the producer's queue, waiting while it is full.
void send_message(rd_kafka_t *producer, rd_kafka_topic_t *topic, const char *text, size_t length);

// Waits for every acknowledgement; one that is missing ends the program.
void flush_all(rd_kafka_t *producer, const deliveries *counts, int64_t sent);

// Seconds on the monotonic clock.
double now(void);

// One JSON line: records, seconds since `start`, CPU seconds of this process so far.
void report(int64_t records, double start);

#endif
