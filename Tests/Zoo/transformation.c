// A transformation that writes texts in capitals (ASCII), drops empty ones and refuses what is no text.
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

static millrace_status apply(void *self, millrace_batch *batch, uint32_t *index, millrace_error *error) {
    millrace_record *record;
    (void)self;
    for (; (record = millrace_batch_next(batch, index)); ++*index) {
        char *text;
        uint32_t position;
        if (record->value.type != MILLRACE_STRING) return millrace_fail(error, MILLRACE_BAD_DATA, "not a text");
        if (record->value.length == 0) {
            record->flags |= MILLRACE_RECORD_DROPPED;
            continue;
        }
        // What the record points to may be shared with other records: the change goes into a copy.
        text = millrace_batch_copy(batch, record->value.as.string, record->value.length);
        if (!text) return millrace_fail(error, MILLRACE_FATAL, "out of memory");
        for (position = 0; position < record->value.length; position++)
            if (text[position] >= 'a' && text[position] <= 'z') text[position] -= 'a' - 'A';
        record->value = millrace_text(text, record->value.length);
    }
    return MILLRACE_OK;
}

static const millrace_transformation_functions functions = { sizeof functions, 0, create, destroy, configure, apply };
static const millrace_descriptor descriptor = {
    sizeof descriptor, MILLRACE_TRANSFORMATION, MILLRACE_TEXT("zoo.Capitals"), MILLRACE_TEXT("1.0"),
    MILLRACE_TEXT("Texts in capitals."), NULL, 0, NULL, &functions, NULL };

MILLRACE_PLUGIN(&descriptor);
