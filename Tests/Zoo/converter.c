// A converter of texts, with a mark before each: `mark` (default "#") is written by from_connect and must be there in
// to_connect.
#include <stdlib.h>

#include "millrace.h"

typedef struct converter {
    millrace_config *config;
    millrace_string mark;
    int32_t side;
} converter;

static millrace_status create(const millrace_host *host, const void *context, void **self, millrace_error *error) {
    (void)host, (void)context;
    *self = calloc(1, sizeof(converter));
    return *self ? MILLRACE_OK : millrace_fail(error, MILLRACE_FATAL, "out of memory");
}

static void destroy(void *self) {
    free(((converter *)self)->config);
    free(self);
}

static millrace_status configure(void *self, const millrace_config *config, int32_t side, millrace_error *error) {
    converter *made = self;
    made->config = millrace_config_copy(config, 0);
    if (!made->config) return millrace_fail(error, MILLRACE_FATAL, "out of memory");
    made->mark = millrace_config_get(made->config, "mark");
    if (!made->mark.data) made->mark = millrace_string_of("#");
    made->side = side;
    return MILLRACE_OK;
}

static millrace_value *side_of(const converter *self, millrace_record *record) {
    return self->side == MILLRACE_SIDE_KEY ? &record->key : &record->value;
}

static void clear_schema(const converter *self, millrace_record *record) {
    if (self->side == MILLRACE_SIDE_KEY) record->key_schema = NULL;
    else record->value_schema = NULL;
}

static millrace_status from_connect(void *self, millrace_batch *batch, uint32_t *index, millrace_error *error) {
    const converter *marker = self;
    millrace_record *record;
    for (; (record = millrace_batch_next(batch, index)); ++*index) {
        millrace_value *value = side_of(marker, record);
        uint8_t *bytes;
        if (value->type == MILLRACE_NULL) continue;
        if (value->type != MILLRACE_STRING) return millrace_fail(error, MILLRACE_BAD_DATA, "not a text");
        bytes = millrace_batch_allocate(batch, marker->mark.length + value->length);
        if (!bytes) return millrace_fail(error, MILLRACE_FATAL, "out of memory");
        memcpy(bytes, marker->mark.data, marker->mark.length);
        memcpy(bytes + marker->mark.length, value->as.string, value->length);
        *value = millrace_bytes(bytes, (uint32_t)marker->mark.length + value->length);
        clear_schema(marker, record);
    }
    return MILLRACE_OK;
}

static millrace_status to_connect(void *self, millrace_batch *batch, uint32_t *index, millrace_error *error) {
    const converter *marker = self;
    const size_t mark = marker->mark.length;
    millrace_record *record;
    for (; (record = millrace_batch_next(batch, index)); ++*index) {
        millrace_value *value = side_of(marker, record);
        if (value->type == MILLRACE_NULL) continue;
        if (value->length < mark || memcmp(value->as.bytes, marker->mark.data, mark) != 0)
            return millrace_fail(error, MILLRACE_BAD_DATA, "the mark is missing");
        *value = millrace_text((const char *)value->as.bytes + mark, value->length - (uint32_t)mark);
    }
    return MILLRACE_OK;
}

static const millrace_converter_functions functions = {
    sizeof functions, 0, create, destroy, configure, from_connect, to_connect };
static const millrace_config_key keys[] = {
    { .name = MILLRACE_TEXT("mark"), .type = MILLRACE_CONFIG_STRING, .importance = MILLRACE_IMPORTANCE_LOW,
      .flags = MILLRACE_CONFIG_NON_EMPTY, .default_value = MILLRACE_TEXT("#"),
      .documentation = MILLRACE_TEXT("What stands before each text."), .order_in_group = -1 } };
static const millrace_config_definition config = { sizeof config, sizeof *keys, keys, sizeof keys / sizeof *keys };
static const millrace_descriptor descriptor = {
    sizeof descriptor, MILLRACE_CONVERTER, MILLRACE_TEXT("zoo.MarkConverter"), MILLRACE_TEXT("1.0"),
    MILLRACE_TEXT("Texts with a mark before each."), NULL, 0, &config, &functions, NULL };

MILLRACE_PLUGIN(&descriptor);
