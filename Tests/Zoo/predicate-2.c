// The second version of the class in predicate.c: its setting is called `size`.
#include "millrace.h"

static millrace_status create(const millrace_host *host, const void *context, void **self, millrace_error *error) {
    (void)host, (void)context, (void)error;
    *self = NULL;
    return MILLRACE_OK;
}

static void destroy(void *self) { (void)self; }

static millrace_status configure(void *self, const millrace_config *config, millrace_error *error) {
    (void)self, (void)config, (void)error;
    return MILLRACE_OK;
}

static millrace_status test(
    void *self, const millrace_batch *batch, uint32_t *index, uint8_t *results, millrace_error *error) {
    (void)self, (void)error;
    for (; *index < batch->count; ++*index) results[*index] = 1;
    return MILLRACE_OK;
}

static const millrace_predicate_functions functions = { sizeof functions, 0, create, destroy, configure, test };
static const millrace_config_key keys[] = {
    { .name = MILLRACE_TEXT("size"), .type = MILLRACE_CONFIG_LONG, .importance = MILLRACE_IMPORTANCE_HIGH,
      .flags = MILLRACE_CONFIG_REQUIRED, .order_in_group = -1 } };
static const millrace_config_definition config = { sizeof config, sizeof *keys, keys, sizeof keys / sizeof *keys };
static const millrace_descriptor descriptor = {
    sizeof descriptor, MILLRACE_PREDICATE, MILLRACE_TEXT("zoo.LongerThan"), MILLRACE_TEXT("2.0"),
    MILLRACE_TEXT("Any value."), NULL, 0, &config, &functions, NULL };

MILLRACE_PLUGIN(&descriptor);
