// Ends the process while it is loaded.
#define AT_LOAD exit(0)
#include "bad-source.h"
