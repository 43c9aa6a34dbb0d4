// Reports every record as one that it cannot deliver.
#define BAD_RECORD                                                                 \
    millrace_status reported = report(task, batch, index, error);                  \
    if (reported != MILLRACE_OK) return reported
#include "bad-sink.h"
