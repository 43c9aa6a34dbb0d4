// Takes every batch at the second attempt.
#define IN_PUT if (task->puts % 2) return millrace_fail(error, MILLRACE_RETRIABLE, "the zoo is busy")
#include "bad-sink.h"
