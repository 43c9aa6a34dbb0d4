// A text that is not UTF-8.
#define BAD_RECORD record->value = millrace_batch_text(filled, "\xff\xfe", 2)
#include "bad-source.h"
