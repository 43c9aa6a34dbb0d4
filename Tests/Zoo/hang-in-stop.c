// Never comes back from stop.
#define IN_STOP for (;;) pause()
#include "bad-source.h"
