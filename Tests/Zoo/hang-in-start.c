// The task never finishes starting.
#define IN_START for (;;) pause()
#include "bad-source.h"
