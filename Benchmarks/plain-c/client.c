#include "client.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static volatile sig_atomic_t stop_requested;

static void request_stop(int signal_number) {
    (void)signal_number;
    stop_requested = 1;
}

int stopping(void) { return stop_requested; }

void stop_on_signals(void) {
    struct sigaction action = {.sa_handler = request_stop};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
}

void die(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("plain-c: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

static void delivered(rd_kafka_t *producer, const rd_kafka_message_t *message, void *opaque) {
    deliveries *counts = opaque;
    (void)producer;
    if (message->err) {
        counts->failed++;
        counts->last_error = message->err;
    } else {
        counts->acknowledged++;
    }
}

rd_kafka_t *new_producer(rd_kafka_conf_t *conf, deliveries *counts) {
    char error[512];
    rd_kafka_conf_set_opaque(conf, counts);
    rd_kafka_conf_set_dr_msg_cb(conf, delivered);
    rd_kafka_t *producer = rd_kafka_new(RD_KAFKA_PRODUCER, conf, error, sizeof error);
    if (!producer) die("no producer: %s", error);
    return producer;
}

rd_kafka_t *new_consumer(rd_kafka_conf_t *conf, const char *topic) {
    char error[512];
    rd_kafka_t *consumer = rd_kafka_new(RD_KAFKA_CONSUMER, conf, error, sizeof error);
    if (!consumer) die("no consumer: %s", error);
    rd_kafka_poll_set_consumer(consumer);
    rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(topics, topic, RD_KAFKA_PARTITION_UA);
    rd_kafka_resp_err_t failure = rd_kafka_subscribe(consumer, topics);
    rd_kafka_topic_partition_list_destroy(topics);
    if (failure) die("cannot subscribe to %s: %s", topic, rd_kafka_err2str(failure));
    return consumer;
}

void send_message(rd_kafka_t *producer, rd_kafka_topic_t *topic, const char *text, size_t length) {
    // The library copies the payload, so the cast takes nothing from the caller.
    while (rd_kafka_produce(topic, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, (void *)text, length, NULL, 0, NULL)) {
        rd_kafka_resp_err_t failure = rd_kafka_last_error();
        if (failure != RD_KAFKA_RESP_ERR__QUEUE_FULL) die("cannot produce: %s", rd_kafka_err2str(failure));
        rd_kafka_poll(producer, 10);
    }
}

void flush_all(rd_kafka_t *producer, const deliveries *counts, int64_t sent) {
    rd_kafka_resp_err_t failure = rd_kafka_flush(producer, 120000);
    if (failure || counts->failed || counts->acknowledged != sent)
        die("%lld of %lld records acknowledged: %s", (long long)counts->acknowledged, (long long)sent,
            rd_kafka_err2str(failure ? failure : counts->last_error));
}

double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void report(int64_t records, double start) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double seconds = now() - start;
    double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                 (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    printf("{\"records\": %lld, \"seconds\": %.6f, \"records_per_second\": %.0f, \"cpu_seconds\": %.6f}\n",
           (long long)records, seconds, (double)records / seconds, cpu);
}
