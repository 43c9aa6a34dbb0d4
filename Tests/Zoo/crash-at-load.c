// Dies while it is loaded.
#define AT_LOAD *(volatile int *)0 = 1
#include "bad-source.h"
