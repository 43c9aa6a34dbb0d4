#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <string.h>

// What Swift cannot call of librdkafka: variadic functions, tagged unions, interceptors.

// The state of a producer's interceptor, owned by the thread that sends.
typedef struct millrace_kafka_epoch {
  int wanted;   // the message that is being sent has the timestamp 0
  int applied;  // the interceptor has set it
} millrace_kafka_epoch_t;

// The head of librdkafka's private message (rdkafka_msg.h, 2.0.2), of which the public message is the first field.
typedef struct millrace_kafka_message_head {
  rd_kafka_message_t message;
  void *next;
  void **previous;
  int flags;
  rd_kafka_timestamp_type_t timestamp_type;
  int64_t timestamp;
} millrace_kafka_message_head_t;

// librdkafka replaces a timestamp of 0 by "now" and offers no way to say 1970. Interceptors run between that and the
// queue, on the thread that sends: there the field is set back to 0. It is private, so its place is proved through the
// public getter before and after; where the proof fails nothing is changed and `applied` stays 0.
static inline rd_kafka_resp_err_t millrace_kafka_on_send(rd_kafka_t *rk, rd_kafka_message_t *message, void *opaque) {
  millrace_kafka_epoch_t *epoch = (millrace_kafka_epoch_t *)opaque;
  (void)rk;
  if (!epoch->wanted)
    return RD_KAFKA_RESP_ERR_NO_ERROR;
  millrace_kafka_message_head_t *head = (millrace_kafka_message_head_t *)message;
  rd_kafka_timestamp_type_t type;
  int64_t now = rd_kafka_message_timestamp(message, &type);
  if (now <= 0 || head->timestamp != now || head->timestamp_type != type)
    return RD_KAFKA_RESP_ERR_NO_ERROR;
  head->timestamp = 0;
  if (rd_kafka_message_timestamp(message, &type) == 0)
    epoch->applied = 1;
  else
    head->timestamp = now;
  return RD_KAFKA_RESP_ERR_NO_ERROR;
}

static inline rd_kafka_resp_err_t millrace_kafka_on_new(
    rd_kafka_t *rk, const rd_kafka_conf_t *conf, void *opaque, char *errstr, size_t errstr_size) {
  (void)conf, (void)errstr, (void)errstr_size;
  return rd_kafka_interceptor_add_on_send(rk, "millrace-epoch", millrace_kafka_on_send, opaque);
}

// `epoch` must outlive the client that is made of `conf`.
static inline rd_kafka_resp_err_t millrace_kafka_keep_epoch(rd_kafka_conf_t *conf, millrace_kafka_epoch_t *epoch) {
  return rd_kafka_conf_interceptor_add_on_new(conf, "millrace-epoch", millrace_kafka_on_new, epoch);
}

// rd_kafka_produceva, with everything a record has. Returns the error code; the headers belong to librdkafka only on
// success. `timestamp` 0 means now.
static inline rd_kafka_resp_err_t millrace_kafka_produce(
    rd_kafka_t *rk, rd_kafka_topic_t *topic, int32_t partition, const void *key, size_t key_size, const void *value,
    size_t value_size, int64_t timestamp, rd_kafka_headers_t *headers, void *opaque) {
  rd_kafka_vu_t fields[8];
  size_t count = 7;
  fields[0].vtype = RD_KAFKA_VTYPE_RKT;
  fields[0].u.rkt = topic;
  fields[1].vtype = RD_KAFKA_VTYPE_PARTITION;
  fields[1].u.i32 = partition;
  fields[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
  fields[2].u.i = RD_KAFKA_MSG_F_COPY;
  fields[3].vtype = RD_KAFKA_VTYPE_KEY;
  fields[3].u.mem.ptr = (void *)key;
  fields[3].u.mem.size = key_size;
  fields[4].vtype = RD_KAFKA_VTYPE_VALUE;
  fields[4].u.mem.ptr = (void *)value;
  fields[4].u.mem.size = value_size;
  fields[5].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
  fields[5].u.i64 = timestamp;
  fields[6].vtype = RD_KAFKA_VTYPE_OPAQUE;
  fields[6].u.ptr = opaque;
  if (headers) {
    fields[7].vtype = RD_KAFKA_VTYPE_HEADERS;
    fields[7].u.headers = headers;
    count = 8;
  }
  rd_kafka_error_t *error = rd_kafka_produceva(rk, fields, count);
  if (!error)
    return RD_KAFKA_RESP_ERR_NO_ERROR;
  rd_kafka_resp_err_t code = rd_kafka_error_code(error);
  rd_kafka_error_destroy(error);
  return code;
}
