// Ends the process with success.
#define IN_POLL exit(0)
#include "bad-source.h"
