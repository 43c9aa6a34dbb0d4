// Never comes back from put.
#define IN_PUT for (;;) pause()
#include "bad-sink.h"
