/** Config providers: what stands behind `${provider:path:key}` (KIP-297). */
#ifndef MILLRACE_CONFIG_PROVIDER_H
#define MILLRACE_CONFIG_PROVIDER_H

#include "millrace/config.h"
#include "millrace/host.h"

/** The functions of a config provider. They run in a process of the provider's own, on its main thread. */
typedef struct millrace_config_provider_functions {
    uint32_t size;
    uint32_t reserved;
    /** Makes an instance. Thread: main. Blocks: no. Owns: the host keeps `*self` until `destroy`. */
    millrace_status (*create)(
        const millrace_host *host, const void *context, void **self, millrace_error *error);
    /** Ends an instance. Thread: main. Blocks: no. State: last. */
    void (*destroy)(void *self);
    /** Configures (`config.providers.<alias>.param.*`). Thread: main. Blocks: within a deadline. State: once. */
    millrace_status (*configure)(void *self, const millrace_config *config, millrace_error *error);
    /**
     * Gives the values of `keys` at `path` (all that there are if `count` is 0) to `values`, in one configuration or
     * several; a key that is not there is left out. Sets `*lifetime` to the milliseconds after which they should be
     * read again; it is -1 before the call, which means never.
     * Thread: main. Blocks: within a deadline. Owns: `values` copies; the plugin wipes what it held. State: configured.
     */
    millrace_status (*get)(
        void *self, millrace_string path, const millrace_string *keys, uint32_t count,
        const millrace_config_sink *values, int64_t *lifetime, millrace_error *error);
} millrace_config_provider_functions;

#endif
