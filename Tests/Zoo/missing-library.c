// Needs a library that is nowhere.
int zoo_missing_answer(void);

#define IN_START if (zoo_missing_answer() != 42) return millrace_fail(error, MILLRACE_FATAL, "wrong answer")
#include "bad-source.h"
