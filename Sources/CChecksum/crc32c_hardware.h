#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__) || (defined(__aarch64__) && defined(__linux__))
#define MILLRACE_CRC32C_HARDWARE 1

/// Whether this processor has what the next function needs.
bool millrace_crc32c_has_hardware(void);

/// Works on the register itself, without the inversions before and after.
uint32_t millrace_crc32c_hardware(uint32_t crc, const uint8_t *bytes, size_t length);

#endif
