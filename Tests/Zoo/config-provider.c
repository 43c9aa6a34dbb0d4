// A config provider that answers each key with "<prefix><path>/<key>"; asked for all keys of a path, it has one, `only`.
#include <stdio.h>
#include <stdlib.h>

#include "millrace.h"

static millrace_status create(const millrace_host *host, const void *context, void **self, millrace_error *error) {
    (void)host, (void)context;
    *self = calloc(1, sizeof(millrace_config *));
    return *self ? MILLRACE_OK : millrace_fail(error, MILLRACE_FATAL, "out of memory");
}

static void destroy(void *self) {
    free(*(millrace_config **)self);
    free(self);
}

static millrace_status configure(void *self, const millrace_config *config, millrace_error *error) {
    millrace_config *copy = millrace_config_copy(config, 0);
    *(millrace_config **)self = copy;
    return copy ? MILLRACE_OK : millrace_fail(error, MILLRACE_FATAL, "out of memory");
}

static millrace_status get(
    void *self, millrace_string path, const millrace_string *keys, uint32_t count, const millrace_config_sink *values,
    int64_t *lifetime, millrace_error *error) {
    const millrace_string prefix = millrace_config_get(*(millrace_config **)self, "prefix");
    const millrace_string only = MILLRACE_TEXT("only");
    uint32_t index;
    if (millrace_string_equals(path, "nowhere")) return millrace_fail(error, MILLRACE_BAD_CONFIG, "no such path");
    for (index = 0; index < (count ? count : 1); index++) {
        char text[256];
        const millrace_string key = count ? keys[index] : only;
        const int length = snprintf(
            text, sizeof text, "%.*s%.*s/%.*s", (int)prefix.length, prefix.data ? prefix.data : "", (int)path.length,
            path.data, (int)key.length, key.data);
        const millrace_config_entry entry = { key, { text, (size_t)length } };
        const millrace_config value = { &entry, 1 };
        values->add(values->context, &value);
    }
    *lifetime = 60000;
    return MILLRACE_OK;
}

static const millrace_config_provider_functions functions = {
    sizeof functions, 0, create, destroy, configure, get };
static const millrace_descriptor descriptor = {
    sizeof descriptor, MILLRACE_CONFIG_PROVIDER, MILLRACE_TEXT("zoo.EchoConfigProvider"), MILLRACE_TEXT("1.0"),
    MILLRACE_TEXT("Echoes what it is asked."), NULL, 0, NULL, &functions, NULL };

MILLRACE_PLUGIN(&descriptor);
