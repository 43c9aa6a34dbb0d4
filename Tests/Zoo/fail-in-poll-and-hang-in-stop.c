// Fails in poll, and never comes back from the stop that follows.
#define IN_POLL return millrace_fail(error, MILLRACE_FATAL, "the zoo is closed")
#define IN_STOP for (;;) pause()
#include "bad-source.h"
