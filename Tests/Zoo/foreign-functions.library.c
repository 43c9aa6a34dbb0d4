/* What configurations of foreign functions call in tests: a library that knows nothing of Millrace. */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int32_t a_number = 7;
int8_t negate8(int8_t number) { return (int8_t)-number; }
int16_t negate16(int16_t number) { return (int16_t)-number; }
int32_t negate32(int32_t number) { return -number; }
int64_t negate64(int64_t number) { return -number; }
uint8_t next8(uint8_t number) { return (uint8_t)(number + 1); }
uint16_t next16(uint16_t number) { return (uint16_t)(number + 1); }
uint32_t next32(uint32_t number) { return number + 1; }
uint64_t all_bits(void) { return UINT64_MAX; }
float half(float number) { return number / 2; }
double third(double number) { return number / 3; }
bool is_not(bool truth) { return !truth; }

/* So many parameters that some are passed in memory. */
double sum_of_all(
    int8_t a, uint16_t b, int32_t c, int64_t d, float e, double f, bool g, const char *h, const void *i, size_t j,
    uint32_t k, double l, float m) {
    return a + b + c + (double)d + e + f + g + (double)strlen(h) + (i != NULL) + (double)j + k + l + m;
}

/* Text that the library keeps. */
const char *size_of(int32_t number) {
    return number < 0 ? NULL : number < 10 ? "small" : "large";
}

/* Text that the caller has to free. */
char *twice(const char *text) {
    size_t length = strlen(text);
    char *copy = malloc(2 * length + 1);
    memcpy(copy, text, length);
    memcpy(copy + length, text, length + 1);
    return copy;
}

const char *not_utf8(void) { return "\xff\xfe"; }

/* The number of bytes written, or -1 if the buffer is too small, as ssize_t functions have it. */
ptrdiff_t reverse(const void *data, size_t length, void *out, size_t capacity) {
    if (length > capacity) return -1;
    for (size_t i = 0; i < length; i++) ((char *)out)[i] = ((const char *)data)[length - 1 - i];
    return (ptrdiff_t)length;
}

/* An error's number, and a digest of a fixed size through a pointer alone. */
int digest(uint8_t *out, const void *data, uint32_t length) {
    if (length == 0) return EINVAL;
    for (uint32_t i = 0; i < length; i++) out[i % 4] ^= ((const uint8_t *)data)[i];
    return 0;
}

void shout(const char *text, char *out, size_t capacity) {
    for (size_t i = 0; i + 1 < capacity && text[i]; i++) out[i] = text[i] >= 'a' && text[i] <= 'z' ? text[i] - 32 : text[i];
}

/* 1 for a pointer to nothing, 2 for the null pointer. */
int kind_of_nothing(const void *data, size_t length) { return data == NULL ? 2 : length == 0 ? 1 : 0; }

/* What a task has to fear. */
int crash_on_five(const char *text) {
    if (strcmp(text, "5") == 0) *(volatile int *)8 = 1;
    return 1;
}
