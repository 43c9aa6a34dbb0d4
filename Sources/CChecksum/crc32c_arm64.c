#include "crc32c_hardware.h"

#if defined(__aarch64__) && defined(__linux__)
#include <arm_acle.h>
#include <string.h>
#include <sys/auxv.h>

enum { hwcap_crc32 = 1 << 7 };

bool millrace_crc32c_has_hardware(void) { return getauxval(AT_HWCAP) & hwcap_crc32; }

__attribute__((target("crc"))) uint32_t millrace_crc32c_hardware(uint32_t crc, const uint8_t *bytes, size_t length) {
    for (; length >= 8; length -= 8, bytes += 8) {
        uint64_t word;
        memcpy(&word, bytes, sizeof word);
        crc = __crc32cd(crc, word);
    }
    for (; length > 0; length--) crc = __crc32cb(crc, *bytes++);
    return crc;
}
#endif
