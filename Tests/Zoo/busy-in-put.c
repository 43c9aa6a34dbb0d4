// Asks for another try at every put.
#define IN_PUT return millrace_fail(error, MILLRACE_RETRIABLE, "the zoo is busy")
#include "bad-sink.h"
