// The task dies when it starts.
#define IN_START *(volatile int *)0 = 1
#include "bad-source.h"
