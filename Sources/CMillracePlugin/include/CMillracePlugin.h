/**
 * C's part of the Swift SDK.
 *
 * The ABI's `create` and the callbacks of configuration keys carry no context, and a Swift closure that becomes a C
 * function cannot capture which class it is for. So each class of a plugin takes a slot: a set of C functions that pass
 * their slot's number on to Swift.
 */
#ifndef CMILLRACE_PLUGIN_H
#define CMILLRACE_PLUGIN_H

#include <sys/eventfd.h>

#include "millrace.h"

/** The functions of one slot. */
typedef struct millrace_plugin_slot {
    millrace_status (*create)(const millrace_host *host, void **self, millrace_error *error);
    millrace_status (*validate)(millrace_string name, millrace_string value, millrace_error *error);
    millrace_status (*recommend)(
        millrace_string name, const millrace_config *config, const millrace_string_sink *values, millrace_error *error);
    int32_t (*visible)(millrace_string name, const millrace_config *config);
} millrace_plugin_slot;

/** How many classes a plugin may have; a connector and its task are two. */
#define MILLRACE_PLUGIN_SLOTS 256

/** The functions of a slot; `slot` is below MILLRACE_PLUGIN_SLOTS. */
const millrace_plugin_slot *millrace_plugin_slot_at(uint32_t slot);

/** What the slots call; defined in Swift. */
millrace_status millrace_plugin_create(
    uint32_t slot, const millrace_host *host, void **self, millrace_error *error);
millrace_status millrace_plugin_validate(
    uint32_t slot, millrace_string name, millrace_string value, millrace_error *error);
millrace_status millrace_plugin_recommend(
    uint32_t slot, millrace_string name, const millrace_config *config, const millrace_string_sink *values,
    millrace_error *error);
int32_t millrace_plugin_visible(uint32_t slot, millrace_string name, const millrace_config *config);

/** An event descriptor that is closed in child processes and never blocks, or -1 with `errno`. */
static inline int millrace_plugin_event_descriptor(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

#endif
