// Never finishes loading.
#define AT_LOAD for (;;) pause()
#include "bad-source.h"
