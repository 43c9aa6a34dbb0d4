// Dies when a task is made.
#define IN_CREATE *(volatile int *)0 = 1
#include "bad-source.h"
