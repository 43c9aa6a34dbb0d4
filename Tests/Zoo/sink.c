// A sink that does what it should: it logs how many records it got.
#include "bad-sink.h"
