// A function table that is too small.
#define OWN_DESCRIPTOR
#define OWN_ENTRY
#include "bad-source.h"

static const millrace_source_connector_functions small = {
    16, 0, &connector_functions, &task_functions, MILLRACE_NO_TEXT, NULL, NULL, NULL };
static const millrace_descriptor descriptor = {
    sizeof(millrace_descriptor), MILLRACE_SOURCE_CONNECTOR, MILLRACE_TEXT(ZOO_CLASS "SourceConnector"),
    MILLRACE_TEXT("1.0"), MILLRACE_NO_TEXT, NULL, 0, NULL, &small };

MILLRACE_PLUGIN(&descriptor);
