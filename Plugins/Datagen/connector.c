// The connector: its configuration, and one task for each of tasks.max.
#include <stdio.h>
#include <stdlib.h>

#include "datagen.h"

typedef struct connector {
    millrace_config *config;
} connector;

static millrace_status create(const millrace_host *host, const void *context, void **self, millrace_error *error) {
    (void)host, (void)context;
    *self = calloc(1, sizeof(connector));
    return *self ? MILLRACE_OK : millrace_fail(error, MILLRACE_FATAL, "out of memory");
}

static void destroy(void *self) {
    free(((connector *)self)->config);
    free(self);
}

static millrace_status start(
    void *self, const millrace_connector_context *context, const millrace_config *config, millrace_error *error) {
    connector *made = self;
    (void)context;
    made->config = millrace_config_copy(config, 2);
    return made->config ? MILLRACE_OK : millrace_fail(error, MILLRACE_FATAL, "out of memory");
}

static millrace_status task_configs(
    void *self, int32_t max_tasks, const millrace_config_sink *tasks, millrace_error *error) {
    millrace_config *config = ((connector *)self)->config;
    const uint32_t own = config->count;
    int32_t number;
    (void)error;
    for (number = 0; number < max_tasks; number++) {
        char text[16];
        char all[16];
        snprintf(text, sizeof text, "%d", (int)number);
        snprintf(all, sizeof all, "%d", (int)max_tasks);
        millrace_config_append(config, millrace_string_of(DATAGEN_TASK), millrace_string_of(text));
        millrace_config_append(config, millrace_string_of(DATAGEN_TASKS), millrace_string_of(all));
        tasks->add(tasks->context, config);
        config->count = own;
    }
    return MILLRACE_OK;
}

static millrace_status validate_fields(
    const void *context, millrace_string name, millrace_string value, millrace_error *error) {
    datagen_fields fields;
    (void)context, (void)name;
    return value.length ? datagen_read_fields(value, &fields, error) : MILLRACE_OK;
}

static const millrace_string templates[] = {
    MILLRACE_TEXT("text"), MILLRACE_TEXT("orders"), MILLRACE_TEXT("users"), MILLRACE_TEXT("pageviews") };

#define KEY(key, kind, weight, place) \
    .name = MILLRACE_TEXT(key), .type = MILLRACE_CONFIG_##kind, .importance = MILLRACE_IMPORTANCE_##weight, \
    .group = MILLRACE_TEXT("Generator"), .order_in_group = place, .display_name = MILLRACE_TEXT(key)

static const millrace_config_key keys[] = {
    { KEY("topic", STRING, HIGH, 1), .flags = MILLRACE_CONFIG_REQUIRED | MILLRACE_CONFIG_NON_EMPTY,
      .documentation = MILLRACE_TEXT("The topic to write to.") },
    { KEY("template", STRING, HIGH, 2), .default_value = MILLRACE_TEXT("text"), .allowed = templates,
      .allowed_count = sizeof templates / sizeof *templates,
      .documentation = MILLRACE_TEXT("What to make up: texts of record.size bytes, or structs of a kind.") },
    { KEY("fields", STRING, MEDIUM, 3), .validate = validate_fields,
      .documentation = MILLRACE_TEXT(
          "In place of a template: the fields of a struct as name:type:generator, separated by commas, such as "
          "id:int64:sequence,name:string:name,amount:float64:uniform(0..100),ts:timestamp:now.") },
    { KEY("key.field", STRING, MEDIUM, 4), .flags = MILLRACE_CONFIG_NON_EMPTY,
      .documentation = MILLRACE_TEXT("The field whose value is the key too; without it records have no key.") },
    { KEY("rate", DOUBLE, HIGH, 5), .default_value = MILLRACE_TEXT("10"), .flags = MILLRACE_CONFIG_HAS_MINIMUM,
      .documentation = MILLRACE_TEXT("Records per second, of all tasks together; 0 is as many as possible.") },
    { KEY("limit", LONG, MEDIUM, 6), .default_value = MILLRACE_TEXT("0"), .flags = MILLRACE_CONFIG_HAS_MINIMUM,
      .documentation = MILLRACE_TEXT("Records of all tasks, over all restarts, after which it idles; 0: no end.") },
    { KEY("record.size", INT, MEDIUM, 7), .default_value = MILLRACE_TEXT("100"),
      .flags = MILLRACE_CONFIG_HAS_MINIMUM | MILLRACE_CONFIG_HAS_MAXIMUM, .maximum = 16777216,
      .documentation = MILLRACE_TEXT("The bytes of a value of the template text.") },
    { KEY("seed", LONG, LOW, 8), .default_value = MILLRACE_TEXT("0"),
      .documentation = MILLRACE_TEXT("Another seed makes other data; the same seed the same, but for the time.") } };
static const millrace_config_definition config = { sizeof config, sizeof *keys, keys, sizeof keys / sizeof *keys };

static const millrace_connector_functions connector_functions = {
    .size = sizeof connector_functions, .create = create, .destroy = destroy, .start = start,
    .task_configs = task_configs };
static const millrace_source_connector_functions source_functions = {
    .size = sizeof source_functions, .connector = &connector_functions, .task = &datagen_task_functions,
    .task_class = MILLRACE_TEXT("io.millrace.datagen.DatagenSourceTask") };
static const millrace_descriptor descriptor = {
    .size = sizeof descriptor, .kind = MILLRACE_SOURCE_CONNECTOR,
    .class_name = MILLRACE_TEXT("io.millrace.datagen.DatagenSourceConnector"), .version = MILLRACE_TEXT("0.1.0"),
    .documentation = MILLRACE_TEXT("Makes records up: texts, orders, users, or structs of your own, at a given rate."),
    .config = &config, .functions = &source_functions };

MILLRACE_PLUGIN(&descriptor);
