#include "CMillracePlugin.h"

#define SLOT(n)                                                                                                    \
    static millrace_status create_##n(const millrace_host *host, void **self, millrace_error *error) {             \
        return millrace_plugin_create(n, host, self, error);                                                       \
    }                                                                                                              \
    static millrace_status validate_##n(millrace_string name, millrace_string value, millrace_error *error) {      \
        return millrace_plugin_validate(n, name, value, error);                                                    \
    }                                                                                                              \
    static millrace_status recommend_##n(                                                                          \
        millrace_string name, const millrace_config *config, const millrace_string_sink *values,                   \
        millrace_error *error) {                                                                                   \
        return millrace_plugin_recommend(n, name, config, values, error);                                          \
    }                                                                                                              \
    static int32_t visible_##n(millrace_string name, const millrace_config *config) {                              \
        return millrace_plugin_visible(n, name, config);                                                           \
    }

#define ENTRY(n) {create_##n, validate_##n, recommend_##n, visible_##n},

#define SIXTEEN(WHAT, high)                                                                                        \
    WHAT(high##0) WHAT(high##1) WHAT(high##2) WHAT(high##3) WHAT(high##4) WHAT(high##5) WHAT(high##6)              \
    WHAT(high##7) WHAT(high##8) WHAT(high##9) WHAT(high##A) WHAT(high##B) WHAT(high##C) WHAT(high##D)              \
    WHAT(high##E) WHAT(high##F)

#define ALL(WHAT)                                                                                                  \
    SIXTEEN(WHAT, 0x0) SIXTEEN(WHAT, 0x1) SIXTEEN(WHAT, 0x2) SIXTEEN(WHAT, 0x3) SIXTEEN(WHAT, 0x4)                 \
    SIXTEEN(WHAT, 0x5) SIXTEEN(WHAT, 0x6) SIXTEEN(WHAT, 0x7) SIXTEEN(WHAT, 0x8) SIXTEEN(WHAT, 0x9)                 \
    SIXTEEN(WHAT, 0xA) SIXTEEN(WHAT, 0xB) SIXTEEN(WHAT, 0xC) SIXTEEN(WHAT, 0xD) SIXTEEN(WHAT, 0xE)                 \
    SIXTEEN(WHAT, 0xF)

ALL(SLOT)

static const millrace_plugin_slot slots[MILLRACE_PLUGIN_SLOTS] = {ALL(ENTRY)};

const millrace_plugin_slot *millrace_plugin_slot_at(uint32_t slot) {
    return &slots[slot];
}
