#include "CChecksum.h"
#include "crc32c_hardware.h"

uint32_t millrace_crc32c(uint32_t crc, const void *bytes, size_t length) {
#ifdef MILLRACE_CRC32C_HARDWARE
    if (millrace_crc32c_has_hardware()) return ~millrace_crc32c_hardware(~crc, bytes, length);
#endif
    return millrace_crc32c_portable(crc, bytes, length);
}
