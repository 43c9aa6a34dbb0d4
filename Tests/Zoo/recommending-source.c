// A source whose configuration has recommenders: `column` is one of those of `table`, and `password` is shown only when
// a `user` is set. A `table` of "locked" cannot be asked for its columns without the right password.
#define OWN_DESCRIPTOR
#define OWN_ENTRY
#include "bad-source.h"

static millrace_status recommend_column(
    const void *context, millrace_string name, const millrace_config *config, const millrace_string_sink *values,
    millrace_error *error) {
    static const millrace_string columns[] = { MILLRACE_TEXT("id"), MILLRACE_TEXT("name") };
    const int is_locked = millrace_string_equals(millrace_config_get(config, "table"), "locked");
    (void)context, (void)name;
    if (is_locked && !millrace_string_equals(millrace_config_get(config, "password"), "open sesame"))
        return millrace_fail(error, MILLRACE_NOT_CONNECTED, "the table is locked");
    for (size_t index = 0; index < 2; index++) values->add(values->context, columns[index]);
    return MILLRACE_OK;
}

static int32_t is_user_set(const void *context, millrace_string name, const millrace_config *config) {
    (void)context, (void)name;
    return millrace_config_get(config, "user").data != NULL;
}

static const millrace_string dependents[] = { MILLRACE_TEXT("column") };
static const millrace_config_key keys[] = {
    { .name = MILLRACE_TEXT("table"), .type = MILLRACE_CONFIG_STRING, .importance = MILLRACE_IMPORTANCE_HIGH,
      .flags = MILLRACE_CONFIG_REQUIRED, .dependents = dependents, .dependent_count = 1,
      .group = MILLRACE_TEXT("Source"), .order_in_group = 1, .width = MILLRACE_WIDTH_MEDIUM,
      .display_name = MILLRACE_TEXT("Table name") },
    { .name = MILLRACE_TEXT("column"), .type = MILLRACE_CONFIG_STRING, .importance = MILLRACE_IMPORTANCE_HIGH,
      .recommend = recommend_column, .group = MILLRACE_TEXT("Source"), .order_in_group = 2,
      .width = MILLRACE_WIDTH_LONG },
    { .name = MILLRACE_TEXT("user"), .type = MILLRACE_CONFIG_STRING, .importance = MILLRACE_IMPORTANCE_LOW,
      .group = MILLRACE_TEXT("Login"), .order_in_group = 1, .width = MILLRACE_WIDTH_SHORT },
    { .name = MILLRACE_TEXT("password"), .type = MILLRACE_CONFIG_PASSWORD, .importance = MILLRACE_IMPORTANCE_LOW,
      .visible = is_user_set, .group = MILLRACE_TEXT("Login"), .order_in_group = 2, .width = MILLRACE_WIDTH_SHORT } };
static const millrace_config_definition definition = { sizeof definition, sizeof *keys, keys, 4 };
static const millrace_descriptor descriptor = {
    sizeof(millrace_descriptor), MILLRACE_SOURCE_CONNECTOR, MILLRACE_TEXT(ZOO_CLASS "Connector"), MILLRACE_TEXT("1.0"),
    MILLRACE_NO_TEXT, NULL, 0, &definition, &source_functions, NULL };

MILLRACE_PLUGIN(&descriptor);
