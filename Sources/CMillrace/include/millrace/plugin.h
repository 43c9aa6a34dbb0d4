/** The entry of a plugin and the descriptors of what is in it. */
#ifndef MILLRACE_PLUGIN_H
#define MILLRACE_PLUGIN_H

#include "millrace/config.h"
#include "millrace/host.h"
#include "millrace/version.h"

/** What a descriptor describes, and with it the type that `functions` points to. */
enum {
    /** millrace_source_connector_functions */
    MILLRACE_SOURCE_CONNECTOR = 1,
    /** millrace_sink_connector_functions */
    MILLRACE_SINK_CONNECTOR = 2,
    /** millrace_converter_functions */
    MILLRACE_CONVERTER = 3,
    /** millrace_header_converter_functions */
    MILLRACE_HEADER_CONVERTER = 4,
    /** millrace_transformation_functions */
    MILLRACE_TRANSFORMATION = 5,
    /** millrace_predicate_functions */
    MILLRACE_PREDICATE = 6,
    /** millrace_config_provider_functions */
    MILLRACE_CONFIG_PROVIDER = 7
};

/** One class of a plugin: static data, so that a scan makes no instance. */
typedef struct millrace_descriptor {
    uint32_t size;
    /** MILLRACE_SOURCE_CONNECTOR to MILLRACE_CONFIG_PROVIDER. */
    uint32_t kind;
    /** The class name as configurations give it, such as `com.example.OrdersSourceConnector`; not empty. */
    millrace_string class_name;
    /** The plugin's own version, such as `1.4.2`; not empty. */
    millrace_string version;
    /** What the class does, in a sentence or more. */
    millrace_string documentation;
    /** Other names that configurations may use. The last part of the class name, also without `Connector`, needs none. */
    const millrace_string *aliases;
    uint64_t alias_count;
    /** NULL for a class without configuration. */
    const millrace_config_definition *config;
    const void *functions;
    /** Whatever the plugin likes: `create` gets it, so that classes can share their functions. May be NULL. */
    const void *context;
} millrace_descriptor;

/** What `millrace_plugin_entry` returns: static data of the plugin. The first three members never change. */
typedef struct millrace_plugin {
    uint32_t size;
    /** MILLRACE_ABI_MAJOR and MILLRACE_ABI_MINOR as the plugin was compiled; checked before anything else is read. */
    uint16_t abi_major;
    uint16_t abi_minor;
    /** The runtime that the plugin needs from the host, such as `swift 6.3`; absent if it needs none. */
    millrace_string runtime;
    const millrace_descriptor *const *descriptors;
    uint64_t descriptor_count;
    /**
     * The table of an extension that the plugin offers, or NULL. Optional.
     * Thread: any. Blocks: no. Owns: the plugin, as long as the process lives.
     */
    const void *(*extension)(millrace_string name);
} millrace_plugin;

#ifdef __cplusplus
#define MILLRACE_EXPORT extern "C" __attribute__((visibility("default")))
#else
#define MILLRACE_EXPORT __attribute__((visibility("default")))
#endif

/**
 * The one symbol that a plugin exports. Thread: main. Blocks: no. Owns: the plugin; static data. State: right after the
 * shared object was loaded, before any other call; it must not do more than return a pointer.
 */
MILLRACE_EXPORT const millrace_plugin *millrace_plugin_entry(void);

/** Defines the entry, given the addresses of the descriptors: `MILLRACE_PLUGIN(&orders_source, &orders_sink)` */
#define MILLRACE_PLUGIN(...) \
    static const millrace_descriptor *const millrace_plugin_descriptors[] = { __VA_ARGS__ }; \
    static const millrace_plugin millrace_plugin_itself = { \
        sizeof(millrace_plugin), MILLRACE_ABI_MAJOR, MILLRACE_ABI_MINOR, MILLRACE_NO_TEXT, \
        millrace_plugin_descriptors, sizeof millrace_plugin_descriptors / sizeof *millrace_plugin_descriptors, NULL }; \
    MILLRACE_EXPORT const millrace_plugin *millrace_plugin_entry(void) { return &millrace_plugin_itself; } \
    MILLRACE_EXPORT const millrace_plugin *millrace_plugin_entry(void)

#endif
