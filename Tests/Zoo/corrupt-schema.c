// A schema that the batch does not hold.
#define BAD_RECORD                                                        \
    millrace_schema description = millrace_schema_of(MILLRACE_STRING);    \
    record->value_schema = task->host->intern_schema(&description, error)
#include "bad-source.h"
