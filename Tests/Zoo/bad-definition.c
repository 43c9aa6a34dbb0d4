// A key whose default is not of its type.
#define OWN_DESCRIPTOR
#define OWN_ENTRY
#include "bad-source.h"

static const millrace_config_key keys[] = {
    { .name = MILLRACE_TEXT("size"), .type = MILLRACE_CONFIG_INT, .importance = MILLRACE_IMPORTANCE_HIGH,
      .default_value = MILLRACE_TEXT("large") } };
static const millrace_config_definition definition = { sizeof definition, sizeof *keys, keys, 1 };
static const millrace_descriptor descriptor = {
    sizeof(millrace_descriptor), MILLRACE_SOURCE_CONNECTOR, MILLRACE_TEXT(ZOO_CLASS "SourceConnector"),
    MILLRACE_TEXT("1.0"), MILLRACE_NO_TEXT, NULL, 0, &definition, &source_functions, NULL };

MILLRACE_PLUGIN(&descriptor);
