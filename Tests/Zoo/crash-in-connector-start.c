// The connector dies when it starts.
#define IN_CONNECTOR_START *(volatile int *)0 = 1
#include "bad-source.h"
