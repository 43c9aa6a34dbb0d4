// Aborts.
#define IN_POLL abort()
#include "bad-source.h"
