#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "client.h"
#include "modes.h"

enum { batch_size = 500 };

static int64_t write_batch(rd_kafka_message_t **batch, ssize_t size, FILE *file) {
    int64_t written = 0;
    for (ssize_t i = 0; i < size; i++) {
        rd_kafka_message_t *message = batch[i];
        if (message->err && message->err != RD_KAFKA_RESP_ERR__PARTITION_EOF)
            die("cannot consume: %s", rd_kafka_message_errstr(message));
        if (!message->err) {
            fwrite_unlocked(message->payload, 1, message->len, file);
            putc_unlocked('\n', file);
            written++;
        }
        rd_kafka_message_destroy(message);
    }
    return written;
}

void consume(rd_kafka_conf_t *conf, const char *topic, const char *path, int64_t count) {
    static char buffer[1 << 17];
    rd_kafka_message_t *batch[batch_size];
    double start = now();
    FILE *file = fopen(path, "ae");
    if (!file) die("cannot open %s: %s", path, strerror(errno));
    setvbuf(file, buffer, _IOFBF, sizeof buffer);
    rd_kafka_t *consumer = new_consumer(conf, topic);
    rd_kafka_queue_t *queue = rd_kafka_queue_get_consumer(consumer);

    int64_t written = 0;
    while (!stopping() && (count == 0 || written < count)) {
        // A batch waits until it is full or the time is over: 1 ms keeps single records quick.
        ssize_t size = rd_kafka_consume_batch_queue(queue, 1, batch, batch_size);
        if (size < 0) die("cannot consume: %s", rd_kafka_err2str(rd_kafka_last_error()));
        written += write_batch(batch, size, file);
        if (size < batch_size && fflush(file)) die("cannot write %s: %s", path, strerror(errno));
    }
    if (fclose(file)) die("cannot write %s: %s", path, strerror(errno));
    if (written > 0) {
        rd_kafka_resp_err_t failure = rd_kafka_commit(consumer, NULL, 0);
        if (failure) die("cannot commit: %s", rd_kafka_err2str(failure));
    }
    report(written, start);
    rd_kafka_queue_destroy(queue);
    rd_kafka_consumer_close(consumer);
    rd_kafka_destroy(consumer);
}
