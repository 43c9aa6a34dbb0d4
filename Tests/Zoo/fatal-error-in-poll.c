// Calls Swift code that traps, in poll.
void zoo_swift_poll(void);

#define IN_POLL zoo_swift_poll()
#include "bad-source.h"
