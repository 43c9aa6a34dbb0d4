// Dies in stop.
#define IN_STOP *(volatile int *)0 = 1
#include "bad-source.h"
