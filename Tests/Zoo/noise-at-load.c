// Writes to standard output and error while it is loaded.
#define AT_LOAD puts("loaded \001\377"), fputs("loaded\n", stderr)
#include "bad-source.h"
