// An offset that is not a map.
#define BAD_RECORD                                                                                 \
    millrace_value *number = (millrace_value *)millrace_batch_allocate(filled, sizeof *number);    \
    *number = millrace_int64(7);                                                                   \
    record->source_offset = number
#include "bad-source.h"
