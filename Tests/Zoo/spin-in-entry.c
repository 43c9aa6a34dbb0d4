// Loops while it is scanned.
#define IN_ENTRY for (volatile int forever = 1; forever;) continue
#include "bad-source.h"
