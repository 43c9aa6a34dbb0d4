// Built for an ABI of the next minor version.
#define ZOO_MINOR (MILLRACE_ABI_MINOR + 1)
#include "bad-source.h"
