// Dies in put.
#define IN_PUT *(volatile int *)0 = 1
#include "bad-sink.h"
