// More records than the batch has room for.
#define BAD_RECORD filled->count = filled->capacity + 1000
#include "bad-source.h"
