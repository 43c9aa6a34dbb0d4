// Dies in flush.
#define IN_FLUSH *(volatile int *)0 = 1
#include "bad-sink.h"
