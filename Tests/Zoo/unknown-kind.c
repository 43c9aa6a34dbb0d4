// A class of a kind that the ABI does not have.
#define OWN_DESCRIPTOR
#define OWN_ENTRY
#include "bad-source.h"

static const millrace_descriptor descriptor = {
    sizeof(millrace_descriptor), 99, MILLRACE_TEXT(ZOO_CLASS "SourceConnector"), MILLRACE_TEXT("1.0"),
    MILLRACE_NO_TEXT, NULL, 0, NULL, &source_functions, NULL };

MILLRACE_PLUGIN(&descriptor);
