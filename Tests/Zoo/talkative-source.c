// A source that tells its password wherever it can: in its log, on its standard streams, in the configurations of its
// tasks, in what it says of a wrong one, and, with `fail`, in the error of its task. A password that begins with "wrong"
// is wrong.
#define OWN_DESCRIPTOR
#define OWN_ENTRY
#define IN_CONNECTOR_START tell(((zoo_task *)self)->host, config)
#define IN_TASK_CONFIGS return tell_task(self, tasks)
#define IN_START                                                                                       \
    tell(((zoo_task *)self)->host, config);                                                            \
    if (millrace_config_get(config, "fail").data) return refuse(millrace_config_get(config, "password"), error)
#include "millrace.h"

#include <stdio.h>
#include <string.h>

static void tell(const millrace_host *host, const millrace_config *config) {
    const millrace_string password = millrace_config_get(config, "password");
    char text[256];
    const int length = snprintf(text, sizeof text, "logging in with '%.*s'", (int)password.length, password.data);
    const millrace_string line = { text, (size_t)length };
    host->log(MILLRACE_LOG_INFO, line);
    printf("%s\n", text);
    fflush(stdout);
    fprintf(stderr, "%s\n", text);
}

static millrace_status refuse(millrace_string password, millrace_error *error) {
    return millrace_fail(
        error, MILLRACE_BAD_CONFIG, "cannot log in with %.*s", (int)password.length, password.data);
}

static millrace_status tell_task(void *self, const millrace_config_sink *tasks);

#include "bad-source.h"

static millrace_status tell_task(void *self, const millrace_config_sink *tasks) {
    const millrace_config *config = ((zoo_task *)self)->config;
    const millrace_string password = millrace_config_get(config, "password");
    char url[256];
    const int length = snprintf(url, sizeof url, "db://admin:%.*s@host", (int)password.length, password.data);
    millrace_config_entry entries[64];
    uint32_t count = 0;
    while (count < config->count && count < 63) entries[count] = config->entries[count], count++;
    entries[count].name = (millrace_string)MILLRACE_TEXT("task.url");
    entries[count].value = (millrace_string){ url, (size_t)length };
    const millrace_config task = { entries, count + 1 };
    tasks->add(tasks->context, &task);
    return MILLRACE_OK;
}

static millrace_status check_password(
    const void *context, millrace_string name, millrace_string value, millrace_error *error) {
    (void)context, (void)name;
    return value.length > 4 && memcmp(value.data, "wrong", 5) == 0 ? refuse(value, error) : MILLRACE_OK;
}

static const millrace_config_key keys[] = {
    { .name = MILLRACE_TEXT("password"), .type = MILLRACE_CONFIG_PASSWORD, .importance = MILLRACE_IMPORTANCE_HIGH,
      .flags = MILLRACE_CONFIG_REQUIRED, .validate = check_password },
    { .name = MILLRACE_TEXT("token"), .type = MILLRACE_CONFIG_STRING, .importance = MILLRACE_IMPORTANCE_HIGH,
      .validate = check_password },
    { .name = MILLRACE_TEXT("level"), .type = MILLRACE_CONFIG_INT, .importance = MILLRACE_IMPORTANCE_LOW,
      .default_value = MILLRACE_TEXT("1") } };
static const millrace_config_definition definition = { sizeof definition, sizeof *keys, keys, 3 };
static const millrace_descriptor descriptor = {
    sizeof(millrace_descriptor), MILLRACE_SOURCE_CONNECTOR, MILLRACE_TEXT(ZOO_CLASS "SourceConnector"),
    MILLRACE_TEXT("1.0"), MILLRACE_TEXT("A source that keeps nothing to itself."), NULL, 0, &definition,
    &source_functions, NULL };

MILLRACE_PLUGIN(&descriptor);
