// A text that is longer than the memory that it lies in.
#define BAD_RECORD record->value.length = 1u << 30
#include "bad-source.h"
