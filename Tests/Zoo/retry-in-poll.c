// Says every other time that the same call may succeed later.
#define IN_POLL if (task->polls % 2) return millrace_fail(error, MILLRACE_RETRIABLE, "the zoo is busy")
#include "bad-source.h"
