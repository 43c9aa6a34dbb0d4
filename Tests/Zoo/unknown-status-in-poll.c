// Returns a status that the ABI does not have, and a message that is not UTF-8.
#define IN_POLL return millrace_fail(error, 77, "bad \xff\xfe bytes")
#include "bad-source.h"
