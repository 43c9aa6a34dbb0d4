// A text that does not lie in the batch.
#define BAD_RECORD record->value = millrace_text("not in the batch", 16)
#include "bad-source.h"
