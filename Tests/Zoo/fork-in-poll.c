// Starts two hundred processes that never end.
#define IN_POLL                                                                                        \
    for (int made = 0; made < 200; made++) {                                                           \
        pid_t child = fork();                                                                          \
        if (child < 0) return millrace_fail(error, MILLRACE_FATAL, "fork %d was denied", made);        \
        while (child == 0) pause();                                                                    \
    }
#include "bad-source.h"
