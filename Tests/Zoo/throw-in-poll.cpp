// Lets a C++ exception out of poll.
#include <stdexcept>

#define IN_POLL throw std::runtime_error("thrown by the zoo")
#include "bad-source.h"
