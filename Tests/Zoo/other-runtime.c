// Needs a Swift runtime that no worker has.
#define ZOO_RUNTIME MILLRACE_TEXT("swift 9.9")
#include "bad-source.h"
