// Never lets anything be committed.
#define IN_FLUSH return millrace_fail(error, MILLRACE_RETRIABLE, "the zoo does not flush")
#include "bad-sink.h"
