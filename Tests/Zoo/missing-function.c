// A source whose task cannot poll.
#define POLL NULL
#define IN_POLL (void)poll_records
#include "bad-source.h"
