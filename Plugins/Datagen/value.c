// Values of fields.
#include <stdio.h>

#include "datagen.h"

static millrace_value name(datagen_draw *draw, millrace_batch *batch) {
    static const char *const first[] = {
        "Ada", "Alan", "Barbara", "Dennis", "Donald", "Edsger", "Frances", "Grace", "Hedy", "John", "Katherine", "Ken",
        "Leslie", "Margaret", "Niklaus", "Radia" };
    static const char *const last[] = {
        "Allen", "Dijkstra", "Hamilton", "Hopper", "Johnson", "Knuth", "Lamarr", "Lamport", "Liskov", "Lovelace",
        "McCarthy", "Perlman", "Ritchie", "Thompson", "Turing", "Wirth" };
    const uint64_t random = datagen_random(draw);
    char text[64];
    const int length = snprintf(text, sizeof text, "%s %s", first[random & 15], last[random >> 4 & 15]);
    return millrace_batch_text(batch, text, (size_t)length);
}

static millrace_value one_of(const datagen_field *field, datagen_draw *draw, millrace_batch *batch) {
    const char *const end = field->choices.data + field->choices.length;
    const char *start = field->choices.data;
    const char *position;
    uint64_t count = 1;
    uint64_t chosen;
    for (position = start; position < end; position++) count += *position == '|';
    chosen = datagen_random(draw) % count;
    for (position = start; position < end && chosen > 0; position++)
        if (*position == '|' && chosen-- > 0) start = position + 1;
    for (position = start; position < end && *position != '|';) position++;
    return millrace_batch_text(batch, start, (size_t)(position - start));
}

static millrace_value uniform(const datagen_field *field, datagen_draw *draw) {
    const uint64_t random = datagen_random(draw);
    const double spread = field->low + (field->high - field->low) * (double)(random >> 11) * 0x1p-53;
    switch (field->type) {
    case MILLRACE_BOOLEAN: return millrace_boolean(random >> 63 != 0);
    case MILLRACE_FLOAT32: return millrace_float32((float)spread);
    case MILLRACE_FLOAT64: return millrace_float64(spread);
    default: return millrace_integer(
        field->type, (int64_t)field->low + (int64_t)(random % (uint64_t)(field->high - field->low + 1)));
    }
}

static millrace_value sequence(const datagen_field *field, const datagen_draw *draw, millrace_batch *batch) {
    char text[32];
    if (field->type == MILLRACE_INT64) return millrace_int64(draw->sequence);
    return millrace_batch_text(batch, text, (size_t)snprintf(text, sizeof text, "%lld", (long long)draw->sequence));
}

millrace_value datagen_value(const datagen_field *field, datagen_draw *draw, millrace_batch *batch) {
    switch (field->generator) {
    case DATAGEN_SEQUENCE: return sequence(field, draw, batch);
    case DATAGEN_UNIFORM: return uniform(field, draw);
    case DATAGEN_NAME: return name(draw, batch);
    case DATAGEN_TEXT: return datagen_text(draw, (uint32_t)field->high, batch);
    case DATAGEN_ONE_OF: return one_of(field, draw, batch);
    case DATAGEN_NOW: return millrace_int64(draw->now);
    }
    return millrace_null();
}
