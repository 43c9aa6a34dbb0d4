// Floods standard output and error with a MiB of bytes that are no text, every poll.
#define IN_POLL                                                                                  \
    for (int line = 0; line < 4096; line++) {                                                    \
        static const char noise[128] = "\001\377\376 noise of the zoo \033[31m not a line \n";     \
        if (write(1, noise, sizeof noise) < 0 || write(2, noise, sizeof noise) < 0) break;       \
    }
#include "bad-source.h"
