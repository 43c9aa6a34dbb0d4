// Leaks 16 MiB with every poll.
#define IN_POLL                              \
    char *leaked = (char *)malloc(16 << 20); \
    if (leaked) memset(leaked, 1, 16 << 20);
#include "bad-source.h"
