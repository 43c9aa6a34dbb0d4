// Never comes back from poll.
#define IN_POLL for (;;) pause()
#include "bad-source.h"
