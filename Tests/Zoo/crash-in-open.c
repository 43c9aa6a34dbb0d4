// Dies when it gets partitions.
#define IN_OPEN *(volatile int *)0 = 1
#include "bad-sink.h"
