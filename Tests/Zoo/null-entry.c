// The entry gives nothing.
#define IN_ENTRY return NULL
#include "bad-source.h"
