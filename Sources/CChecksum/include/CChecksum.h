#pragma once

#include <stddef.h>
#include <stdint.h>

/// Continues a CRC-32C (Castagnoli, RFC 3720) with `length` bytes; `crc` is 0 at the start. It takes the processor's
/// instructions where there are any and a table otherwise. Any thread.
uint32_t millrace_crc32c(uint32_t crc, const void *bytes, size_t length);

/// The same without the processor's instructions: for processors that have none, and to test the other against.
uint32_t millrace_crc32c_portable(uint32_t crc, const void *bytes, size_t length);
