// The yardstick: what librdkafka does in the hands of a plain C program.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client.h"
#include "modes.h"

static void usage(void) {
    fputs("usage: plain-c -b BROKERS [-X property=value]... MODE\n"
          "  produce FILE TOPIC              each line becomes a message\n"
          "  follow FILE TOPIC               the same, and goes on as the file grows\n"
          "  consume TOPIC FILE [COUNT]      each message becomes a line; without COUNT until SIGTERM\n"
          "  create TOPIC PARTITIONS\n"
          "  delete TOPIC\n"
          "  wait TOPIC COUNT                until the topic holds COUNT messages\n"
          "  probe-source FILE TOPIC COUNT   latency of whatever moves FILE to TOPIC\n"
          "  probe-sink TOPIC FILE COUNT     latency of whatever moves TOPIC to FILE\n"
          "  probe-broker TOPIC COUNT        from an acknowledgement to a consumer that waits\n",
          stderr);
    exit(2);
}

static void set(rd_kafka_conf_t *conf, const char *name, const char *value) {
    char error[512];
    if (rd_kafka_conf_set(conf, name, value, error, sizeof error) != RD_KAFKA_CONF_OK) die("%s", error);
}

static void set_consumer_defaults(rd_kafka_conf_t *conf) {
    set(conf, "group.id", "plain-c");
    set(conf, "auto.offset.reset", "earliest");
    set(conf, "enable.auto.commit", "false");
}

static void set_pair(rd_kafka_conf_t *conf, char *pair) {
    char *equals = strchr(pair, '=');
    if (!equals) usage();
    *equals = '\0';
    set(conf, pair, equals + 1);
}

static int consumes(const char *mode) { return !strcmp(mode, "consume") || !strcmp(mode, "probe-source"); }

// The operands are known only after the options, but the options win over the defaults of the mode: hence two passes.
static rd_kafka_conf_t *settings(int argc, char **argv) {
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    int option;
    while (getopt(argc, argv, "+b:X:") != -1) continue;
    if (argc - optind < 2) usage();
    if (consumes(argv[optind])) set_consumer_defaults(conf);
    optind = 1;
    while ((option = getopt(argc, argv, "+b:X:")) != -1) {
        if (option == 'b') set(conf, "bootstrap.servers", optarg);
        else if (option == 'X') set_pair(conf, optarg);
        else usage();
    }
    return conf;
}

int main(int argc, char **argv) {
    rd_kafka_conf_t *conf = settings(argc, argv);
    char **words = argv + optind;
    int operands = argc - optind - 1;
    const char *mode = words[0], *first = words[1], *second = words[2];
    stop_on_signals();
    if (!strcmp(mode, "produce") && operands == 2) produce(conf, first, second, 0);
    else if (!strcmp(mode, "follow") && operands == 2) produce(conf, first, second, 1);
    else if (!strcmp(mode, "consume") && operands == 2) consume(conf, first, second, 0);
    else if (!strcmp(mode, "consume") && operands == 3) consume(conf, first, second, atoll(words[3]));
    else if (!strcmp(mode, "create") && operands == 2) create_topic(conf, first, atoi(second));
    else if (!strcmp(mode, "delete") && operands == 1) delete_topic(conf, first);
    else if (!strcmp(mode, "wait") && operands == 2) wait_for_topic(conf, first, atoll(second));
    else if (!strcmp(mode, "probe-source") && operands == 3) probe_source(conf, first, second, atoi(words[3]));
    else if (!strcmp(mode, "probe-sink") && operands == 3) probe_sink(conf, first, second, atoi(words[3]));
    else if (!strcmp(mode, "probe-broker") && operands == 2) {
        rd_kafka_conf_t *consumer = rd_kafka_conf_dup(conf);
        set_consumer_defaults(consumer);
        probe_broker(conf, consumer, first, atoi(second));
    } else usage();
    return 0;
}
