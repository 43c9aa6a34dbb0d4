#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/inotify.h>
#include <poll.h>
#include <unistd.h>

#include "client.h"
#include "modes.h"

enum { buffer_size = 1 << 20 };

// What is read of the file and not yet sent: the torn last line stays at the front.
typedef struct {
    char bytes[buffer_size];
    size_t length;
} line_buffer;

// Reads once and sends the whole lines; returns how many, or -1 at the end of the file.
static int64_t send_lines(int file, line_buffer *buffer, rd_kafka_t *producer, rd_kafka_topic_t *topic) {
    ssize_t got = read(file, buffer->bytes + buffer->length, buffer_size - buffer->length);
    if (got < 0) die("cannot read: %s", strerror(errno));
    if (got == 0) return -1;
    buffer->length += (size_t)got;

    int64_t lines = 0;
    char *line = buffer->bytes, *end = buffer->bytes + buffer->length, *newline;
    while ((newline = memchr(line, '\n', (size_t)(end - line)))) {
        send_message(producer, topic, line, (size_t)(newline - line));
        line = newline + 1;
        lines++;
    }
    buffer->length = (size_t)(end - line);
    if (buffer->length == buffer_size) die("a line is longer than %d bytes", (int)buffer_size);
    memmove(buffer->bytes, line, buffer->length);
    rd_kafka_poll(producer, 0);
    return lines;
}

static void wait_for_growth(int watcher) {
    char events[4096];
    struct pollfd descriptor = {.fd = watcher, .events = POLLIN};
    if (poll(&descriptor, 1, 100) > 0 && read(watcher, events, sizeof events) < 0) die("cannot watch the file");
}

void produce(rd_kafka_conf_t *conf, const char *path, const char *topic_name, int follow) {
    static line_buffer buffer;
    deliveries counts = {0};
    double start = now();
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) die("cannot open %s: %s", path, strerror(errno));
    int watcher = inotify_init1(IN_CLOEXEC);
    if (inotify_add_watch(watcher, path, IN_MODIFY) < 0) die("cannot watch %s: %s", path, strerror(errno));

    rd_kafka_t *producer = new_producer(conf, &counts);
    rd_kafka_topic_t *topic = rd_kafka_topic_new(producer, topic_name, NULL);
    if (!topic) die("cannot use topic %s: %s", topic_name, rd_kafka_err2str(rd_kafka_last_error()));

    int64_t sent = 0, lines;
    for (;;) {
        while ((lines = send_lines(file, &buffer, producer, topic)) >= 0) sent += lines;
        if (!follow || stopping()) break;
        wait_for_growth(watcher);
    }
    flush_all(producer, &counts, sent);
    report(sent, start);
    rd_kafka_topic_destroy(topic);
    rd_kafka_destroy(producer);
    close(watcher);
    close(file);
}
