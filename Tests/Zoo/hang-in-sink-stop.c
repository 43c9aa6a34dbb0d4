// A sink that never comes back from stop.
#define IN_STOP for (;;) pause()
#include "bad-sink.h"
