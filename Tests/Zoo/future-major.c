// Built for an ABI of the next major version.
#define ZOO_MAJOR (MILLRACE_ABI_MAJOR + 1)
#include "bad-source.h"
