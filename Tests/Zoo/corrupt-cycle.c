// An array that is its own element.
#define BAD_RECORD                                                                                 \
    millrace_value *cycle = (millrace_value *)millrace_batch_allocate(filled, sizeof *cycle);      \
    *cycle = millrace_array(cycle, 1);                                                             \
    record->value = *cycle
#include "bad-source.h"
