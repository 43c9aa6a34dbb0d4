#include "crc32c_hardware.h"

#ifdef __x86_64__
#include <immintrin.h>
#include <string.h>

#define WITH_INSTRUCTIONS __attribute__((target("sse4.2,pclmul")))

// The instruction's result comes after three cycles, but one can start in each: three stripes are summed side by side.
enum { stripe = 1024 };

// x^(8n - 33) modulo the polynomial, bits reflected, where n bytes follow the stripe: multiplying a stripe's sum by it
// moves the sum past them. The instruction that takes the product in adds 32 of the 33 bits, the multiplication of
// reflected numbers one.
static const uint64_t past_two_stripes = 0xa51b6135, past_one_stripe = 0x170076fa;

bool millrace_crc32c_has_hardware(void) {
    return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("pclmul");
}

static uint64_t word(const uint8_t *bytes) {
    uint64_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

WITH_INSTRUCTIONS static uint64_t product(uint64_t crc, uint64_t factor) {
    const __m128i left = _mm_cvtsi64_si128((long long)crc), right = _mm_cvtsi64_si128((long long)factor);
    return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(left, right, 0));
}

WITH_INSTRUCTIONS static uint64_t three_stripes(uint64_t first, const uint8_t *bytes) {
    uint64_t second = 0, third = 0;
    const uint8_t *const last = bytes + stripe - 8;
    for (; bytes < last; bytes += 8) {
        first = _mm_crc32_u64(first, word(bytes));
        second = _mm_crc32_u64(second, word(bytes + stripe));
        third = _mm_crc32_u64(third, word(bytes + 2 * stripe));
    }
    first = _mm_crc32_u64(first, word(bytes));
    second = _mm_crc32_u64(second, word(bytes + stripe));
    const uint64_t moved = product(first, past_two_stripes) ^ product(second, past_one_stripe);
    return _mm_crc32_u64(third, word(bytes + 2 * stripe) ^ moved);
}

WITH_INSTRUCTIONS uint32_t millrace_crc32c_hardware(uint32_t crc, const uint8_t *bytes, size_t length) {
    uint64_t sum = crc;
    for (; length >= 3 * stripe; length -= 3 * stripe, bytes += 3 * stripe) sum = three_stripes(sum, bytes);
    for (; length >= 8; length -= 8, bytes += 8) sum = _mm_crc32_u64(sum, word(bytes));
    crc = (uint32_t)sum;
    for (; length > 0; length--) crc = _mm_crc32_u8(crc, *bytes++);
    return crc;
}
#endif
