// The ABI is headers only; this file makes the build compile them, with every warning that a plugin's build may have.
#include "millrace.h"
