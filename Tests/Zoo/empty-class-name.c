// A class without a name.
#define OWN_DESCRIPTOR
#define OWN_ENTRY
#include "bad-source.h"

static const millrace_descriptor descriptor = {
    sizeof(millrace_descriptor), MILLRACE_SOURCE_CONNECTOR, MILLRACE_TEXT(""), MILLRACE_TEXT("1.0"), MILLRACE_NO_TEXT,
    NULL, 0, NULL, &source_functions, NULL };

MILLRACE_PLUGIN(&descriptor);
