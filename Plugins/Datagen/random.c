// Random numbers, and texts of them.
#include "datagen.h"

// splitmix64: good enough for made-up data, and a record's numbers need nothing but its own start.
uint64_t datagen_random(datagen_draw *draw) {
    uint64_t mixed = (draw->random += 0x9E3779B97F4A7C15u);
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

datagen_draw datagen_begin(uint64_t seed, int64_t sequence, int64_t now) {
    datagen_draw draw = { seed, sequence, now };
    draw.random = datagen_random(&draw) ^ (uint64_t)sequence;
    draw.random = datagen_random(&draw);
    return draw;
}

millrace_value datagen_text(datagen_draw *draw, uint32_t length, millrace_batch *batch) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789";
    char *text = millrace_batch_allocate(batch, length ? length : 1);
    uint32_t written = 0;
    if (!text) return millrace_null();
    while (written < length) {
        uint64_t bits = datagen_random(draw);
        uint32_t left;
        for (left = 10; left > 0 && written < length; left--, bits >>= 6) text[written++] = letters[bits & 63];
    }
    return millrace_text(text, length);
}
