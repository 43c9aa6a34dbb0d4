// Needs a library of its own, which lies in lib/ beside it, and does not say where (no RUNPATH).
int zoo_private_answer(void);

#define IN_START if (zoo_private_answer() != 42) return millrace_fail(error, MILLRACE_FATAL, "wrong answer")
#include "bad-source.h"
