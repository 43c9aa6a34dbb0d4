// Closes every descriptor of its process.
#define IN_POLL for (int open = 0; open < 1024; open++) close(open)
#include "bad-source.h"
