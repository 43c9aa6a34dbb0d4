// Does not let go of its partitions.
#define IN_CLOSE return millrace_fail(error, MILLRACE_FATAL, "the zoo does not close")
#include "bad-sink.h"
