// An array whose elements are not aligned.
#define BAD_RECORD                                                                                 \
    char *elements = (char *)millrace_batch_allocate(filled, 2 * sizeof(millrace_value));          \
    memset(elements, 0, 2 * sizeof(millrace_value));                                               \
    record->value = millrace_array((const millrace_value *)(const void *)(elements + 1), 1)
#include "bad-source.h"
