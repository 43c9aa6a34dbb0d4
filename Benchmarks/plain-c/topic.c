#include <unistd.h>

#include "client.h"
#include "modes.h"

enum { patience_ms = 30000 };

// Waits for the answer to an admin request; the caller destroys it.
static rd_kafka_event_t *await_answer(rd_kafka_queue_t *queue, const char *topic) {
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, patience_ms);
    if (!event) die("topic %s: the broker did not answer within %d s", topic, patience_ms / 1000);
    if (rd_kafka_event_error(event)) die("topic %s: %s", topic, rd_kafka_event_error_string(event));
    return event;
}

static void check(const rd_kafka_topic_result_t *result) {
    if (rd_kafka_topic_result_error(result))
        die("topic %s: %s", rd_kafka_topic_result_name(result), rd_kafka_topic_result_error_string(result));
}

void create_topic(rd_kafka_conf_t *conf, const char *name, int partitions) {
    char error[512];
    deliveries counts = {0};
    rd_kafka_t *client = new_producer(conf, &counts);
    rd_kafka_NewTopic_t *topic = rd_kafka_NewTopic_new(name, partitions, 1, error, sizeof error);
    if (!topic) die("topic %s: %s", name, error);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(client);
    rd_kafka_CreateTopics(client, &topic, 1, NULL, queue);
    rd_kafka_event_t *event = await_answer(queue, name);
    size_t size;
    check(rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &size)[0]);
    rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    rd_kafka_NewTopic_destroy(topic);
    rd_kafka_destroy(client);
}

void delete_topic(rd_kafka_conf_t *conf, const char *name) {
    deliveries counts = {0};
    rd_kafka_t *client = new_producer(conf, &counts);
    rd_kafka_DeleteTopic_t *topic = rd_kafka_DeleteTopic_new(name);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(client);
    rd_kafka_DeleteTopics(client, &topic, 1, NULL, queue);
    rd_kafka_event_t *event = await_answer(queue, name);
    size_t size;
    check(rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event), &size)[0]);
    rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    rd_kafka_DeleteTopic_destroy(topic);
    rd_kafka_destroy(client);
}

static int partition_count(rd_kafka_t *client, const char *name) {
    const struct rd_kafka_metadata *metadata;
    rd_kafka_topic_t *topic = rd_kafka_topic_new(client, name, NULL);
    rd_kafka_resp_err_t failure = rd_kafka_metadata(client, 0, topic, &metadata, 10000);
    if (failure) die("topic %s: %s", name, rd_kafka_err2str(failure));
    int partitions = metadata->topics[0].partition_cnt;
    rd_kafka_metadata_destroy(metadata);
    rd_kafka_topic_destroy(topic);
    return partitions;
}

void wait_for_topic(rd_kafka_conf_t *conf, const char *name, int64_t count) {
    deliveries counts = {0};
    double start = now();
    rd_kafka_t *client = new_producer(conf, &counts);
    int64_t held = 0;
    while (!stopping()) {
        held = 0;
        int partitions = partition_count(client, name);
        for (int partition = 0; partition < partitions; partition++) {
            int64_t low = 0, high = 0;
            if (!rd_kafka_query_watermark_offsets(client, name, partition, &low, &high, 10000)) held += high - low;
        }
        if (held >= count) break;
        usleep(5000);
    }
    report(held, start);
    rd_kafka_destroy(client);
}
