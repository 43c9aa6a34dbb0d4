// Gives up, with a reason.
#define IN_POLL return millrace_fail(error, MILLRACE_FATAL, "the zoo is closed")
#include "bad-source.h"
