// A header converter of texts: bytes are UTF-8, and anything but a text is refused.
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

static millrace_status from_connect(
    void *self, millrace_string topic, millrace_header *header, millrace_batch *memory, millrace_error *error) {
    (void)self, (void)topic, (void)memory;
    if (header->value.type == MILLRACE_STRING) {
        header->schema = NULL;
        header->value = millrace_bytes((const uint8_t *)header->value.as.string, header->value.length);
    } else if (header->value.type != MILLRACE_NULL) {
        return millrace_fail(
            error, MILLRACE_BAD_DATA, "header %.*s is not a text", (int)header->name.length, header->name.data);
    }
    return MILLRACE_OK;
}

static millrace_status to_connect(
    void *self, millrace_string topic, millrace_header *header, millrace_batch *memory, millrace_error *error) {
    (void)self, (void)topic, (void)memory, (void)error;
    if (header->value.type == MILLRACE_BYTES)
        header->value = millrace_text((const char *)header->value.as.bytes, header->value.length);
    return MILLRACE_OK;
}

static const millrace_header_converter_functions functions = {
    sizeof functions, 0, create, destroy, configure, from_connect, to_connect };
static const millrace_descriptor descriptor = {
    sizeof descriptor, MILLRACE_HEADER_CONVERTER, MILLRACE_TEXT("zoo.TextHeaderConverter"), MILLRACE_TEXT("1.0"),
    MILLRACE_TEXT("Headers as texts."), NULL, 0, NULL, &functions, NULL };

MILLRACE_PLUGIN(&descriptor);
