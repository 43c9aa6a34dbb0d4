// Says that its message is longer than its buffer.
#define IN_POLL error->length = error->capacity * 1000; return MILLRACE_FATAL
#include "bad-source.h"
