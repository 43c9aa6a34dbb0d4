// The connector finds nothing to do.
#define IN_TASK_CONFIGS return millrace_fail(error, MILLRACE_NOT_CONNECTED, "the zoo has no tasks today")
#include "bad-source.h"
