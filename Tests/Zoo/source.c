// A source that does what it should.
#include "bad-source.h"
