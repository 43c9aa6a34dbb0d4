/// The border between C++ and the ABI.
#pragma once

#include <exception>

#include "millrace.h"

namespace blackhole {

/// Runs the body of a function of the ABI: what it throws becomes an error, for no exception may cross the border.
template <typename Body>
millrace_status guarded(millrace_error *error, Body body) noexcept {
    try {
        body();
        return MILLRACE_OK;
    } catch (const std::exception &thrown) {
        return millrace_fail(error, MILLRACE_FATAL, "%s", thrown.what());
    } catch (...) {
        return millrace_fail(error, MILLRACE_FATAL, "something that is no std::exception was thrown");
    }
}

}  // namespace blackhole
