// A transformation that looks at no flag: it writes "seen" into every record, dropped or not, refuses texts that begin
// with '-' and dies of one that begins with '!'.
#include "millrace.h"

static millrace_status create(const millrace_host *host, const void *context, void **self, millrace_error *error) {
    (void)host, (void)context, (void)self, (void)error;
    return MILLRACE_OK;
}

static void destroy(void *self) { (void)self; }

static millrace_status configure(void *self, const millrace_config *config, millrace_error *error) {
    (void)self, (void)config, (void)error;
    return MILLRACE_OK;
}

static millrace_status apply(void *self, millrace_batch *batch, uint32_t *index, millrace_error *error) {
    (void)self;
    for (; *index < batch->count; ++*index) {
        millrace_record *record = millrace_batch_record(batch, *index);
        const millrace_string text = millrace_value_text(record->value);
        if (text.length && *text.data == '!') *(volatile int *)0 = 1;
        if (text.length && *text.data == '-') return millrace_fail(error, MILLRACE_BAD_DATA, "it begins with '-'");
        record->value = millrace_batch_text(batch, "seen", 4);
    }
    return MILLRACE_OK;
}

static const millrace_transformation_functions functions = { sizeof functions, 0, create, destroy, configure, apply };
static const millrace_descriptor descriptor = {
    sizeof descriptor, MILLRACE_TRANSFORMATION, MILLRACE_TEXT("zoo.Careless"), MILLRACE_TEXT("1.0"),
    MILLRACE_TEXT("Changes every record that it sees."), NULL, 0, NULL, &functions, NULL };

MILLRACE_PLUGIN(&descriptor);
