// The connector refuses its configuration.
#define IN_CONNECTOR_START return millrace_fail(error, MILLRACE_BAD_CONFIG, "the zoo refuses this configuration")
#include "bad-source.h"
