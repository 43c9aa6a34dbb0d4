// A value of a type that the ABI does not have.
#define BAD_RECORD record->value.type = 99
#include "bad-source.h"
