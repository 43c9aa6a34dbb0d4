// The task refuses to start.
#define IN_START return millrace_fail(error, MILLRACE_FATAL, "the zoo refuses to start")
#include "bad-source.h"
