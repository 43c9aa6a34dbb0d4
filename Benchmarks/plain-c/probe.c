#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client.h"
#include "modes.h"

static const double patience = 30;  // seconds until a record counts as lost

static int by_value(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void print_percentiles(double *seconds, int count) {
    qsort(seconds, (size_t)count, sizeof *seconds, by_value);
    printf("{\"records\": %d, \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": %.3f}\n", count,
           1e3 * seconds[count / 2], 1e3 * seconds[(int)((count - 1) * 0.99)], 1e3 * seconds[count - 1]);
}

// Records come in no step with anybody's timers: 2 to 12 ms apart.
static void pause_a_little(void) { usleep(2000 + (useconds_t)(random() % 10000)); }

static double *samples(int count) {
    double *seconds = calloc((size_t)count, sizeof *seconds);
    if (!seconds) die("no memory");
    return seconds;
}

static void await_message(rd_kafka_t *consumer, double deadline) {
    while (now() < deadline) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(consumer, 100);
        if (!message) continue;
        rd_kafka_resp_err_t failure = message->err;
        rd_kafka_message_destroy(message);
        if (!failure) return;
        if (failure != RD_KAFKA_RESP_ERR__PARTITION_EOF) die("cannot consume: %s", rd_kafka_err2str(failure));
    }
    die("a line did not arrive in the topic within %.0f s", patience);
}

void probe_source(rd_kafka_conf_t *conf, const char *path, const char *topic, int count) {
    double *seconds = samples(count);
    int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) die("cannot open %s: %s", path, strerror(errno));
    rd_kafka_t *consumer = new_consumer(conf, topic);
    // The first line waits for the group and is not counted.
    for (int i = -1; i < count; i++) {
        char line[64];
        int length = snprintf(line, sizeof line, "probe %d\n", i);
        double start = now();
        if (write(file, line, (size_t)length) != length) die("cannot write %s: %s", path, strerror(errno));
        await_message(consumer, start + patience);
        if (i >= 0) seconds[i] = now() - start;
        pause_a_little();
    }
    print_percentiles(seconds, count);
    free(seconds);
    close(file);
    rd_kafka_consumer_close(consumer);
    rd_kafka_destroy(consumer);
}

static off_t size_of(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 ? status.st_size : 0;
}

static void await_growth(const char *path, off_t size, double deadline) {
    while (size_of(path) < size) {
        if (now() > deadline) die("a record did not arrive in %s within %.0f s", path, patience);
        usleep(50);
    }
}

void probe_sink(rd_kafka_conf_t *conf, const char *topic_name, const char *path, int count) {
    double *seconds = samples(count);
    deliveries counts = {0};
    rd_kafka_t *producer = new_producer(conf, &counts);
    rd_kafka_topic_t *topic = rd_kafka_topic_new(producer, topic_name, NULL);
    off_t expected = size_of(path);
    // The first record waits for the group and is not counted.
    for (int i = -1; i < count; i++) {
        char text[64];
        int length = snprintf(text, sizeof text, "probe %d", i);
        double start = now();
        send_message(producer, topic, text, (size_t)length);
        expected += length + 1;
        await_growth(path, expected, start + patience);
        if (i >= 0) seconds[i] = now() - start;
        rd_kafka_poll(producer, 0);
        pause_a_little();
    }
    flush_all(producer, &counts, count + 1);
    print_percentiles(seconds, count);
    free(seconds);
    rd_kafka_topic_destroy(topic);
    rd_kafka_destroy(producer);
}

void probe_broker(rd_kafka_conf_t *producer_conf, rd_kafka_conf_t *consumer_conf, const char *topic_name, int count) {
    double *seconds = samples(count);
    deliveries counts = {0};
    rd_kafka_t *producer = new_producer(producer_conf, &counts);
    rd_kafka_topic_t *topic = rd_kafka_topic_new(producer, topic_name, NULL);
    rd_kafka_t *consumer = new_consumer(consumer_conf, topic_name);
    // The first record waits for the group and is not counted.
    for (int i = -1; i < count; i++) {
        char text[64];
        int length = snprintf(text, sizeof text, "probe %d", i);
        send_message(producer, topic, text, (size_t)length);
        while (counts.acknowledged + counts.failed < i + 2) rd_kafka_poll(producer, 100);
        double acknowledged = now();
        await_message(consumer, acknowledged + patience);
        if (i >= 0) seconds[i] = now() - acknowledged;
        pause_a_little();
    }
    flush_all(producer, &counts, count + 1);
    print_percentiles(seconds, count);
    free(seconds);
    rd_kafka_consumer_close(consumer);
    rd_kafka_destroy(consumer);
    rd_kafka_topic_destroy(topic);
    rd_kafka_destroy(producer);
}
