// Gives up, with a reason.
#define IN_PUT return millrace_fail(error, MILLRACE_FATAL, "the zoo is full")
#include "bad-sink.h"
