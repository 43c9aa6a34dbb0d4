// A predicate: whether a record's value is longer than `length` bytes.
#include <stdlib.h>

#include "millrace.h"

static millrace_status create(const millrace_host *host, const void *context, void **self, millrace_error *error) {
    (void)host, (void)context;
    *self = calloc(1, sizeof(int64_t));
    return *self ? MILLRACE_OK : millrace_fail(error, MILLRACE_FATAL, "out of memory");
}

static millrace_status configure(void *self, const millrace_config *config, millrace_error *error) {
    (void)error;
    *(int64_t *)self = millrace_config_get_int64(config, "length", 0);
    return MILLRACE_OK;
}

static millrace_status test(
    void *self, const millrace_batch *batch, uint32_t *index, uint8_t *results, millrace_error *error) {
    const millrace_record *record;
    (void)error;
    for (; (record = millrace_batch_next(batch, index)); ++*index) {
        const millrace_value *value = &record->value;
        const int has_length = value->type == MILLRACE_STRING || value->type == MILLRACE_BYTES;
        results[*index] = has_length && value->length > *(int64_t *)self;
    }
    return MILLRACE_OK;
}

static const millrace_predicate_functions functions = { sizeof functions, 0, create, free, configure, test };
static const millrace_config_key keys[] = {
    { .name = MILLRACE_TEXT("length"), .type = MILLRACE_CONFIG_LONG, .importance = MILLRACE_IMPORTANCE_HIGH,
      .flags = MILLRACE_CONFIG_REQUIRED | MILLRACE_CONFIG_HAS_MINIMUM, .minimum = 0,
      .documentation = MILLRACE_TEXT("The length that a value must exceed, in bytes."), .order_in_group = -1 } };
static const millrace_config_definition config = { sizeof config, sizeof *keys, keys, sizeof keys / sizeof *keys };
static const millrace_descriptor descriptor = {
    sizeof descriptor, MILLRACE_PREDICATE, MILLRACE_TEXT("zoo.LongerThan"), MILLRACE_TEXT("1.0"),
    MILLRACE_TEXT("Whether a value is longer than so many bytes."), NULL, 0, &config, &functions, NULL };

MILLRACE_PLUGIN(&descriptor);
