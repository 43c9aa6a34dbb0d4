// Overflows the stack in poll.
static int overflow(int depth) {
    volatile char frame[4096];
    frame[0] = (char)depth;
    return overflow(depth + 1) + frame[0];
}

#define IN_POLL return overflow(0)
#include "bad-source.h"
