/** Configurations, and the definitions that the host validates them against. */
#ifndef MILLRACE_CONFIG_H
#define MILLRACE_CONFIG_H

#include <stdint.h>
#include <stdlib.h>

#include "millrace/error.h"
#include "millrace/string.h"

/** One key of a configuration, as the operator wrote it: placeholders are resolved, defaults are not filled in. */
typedef struct millrace_config_entry {
    millrace_string name;
    millrace_string value;
} millrace_config_entry;

/** A configuration. The host owns it; it is valid until the call that it was given to returns. */
typedef struct millrace_config {
    const millrace_config_entry *entries;
    uint32_t count;
} millrace_config;

/** Takes configurations that a plugin produces, such as one for each task. */
typedef struct millrace_config_sink {
    uint32_t size;
    void *context;
    /** Copies one configuration. Thread: the caller's. Blocks: no. */
    void (*add)(void *context, const millrace_config *config);
} millrace_config_sink;

/** Takes texts that a plugin produces, such as recommended values. */
typedef struct millrace_string_sink {
    uint32_t size;
    void *context;
    /** Copies one text. Thread: the caller's. Blocks: no. */
    void (*add)(void *context, millrace_string text);
} millrace_string_sink;

/** Takes the complaints of a connector's own validation. */
typedef struct millrace_validation_sink {
    uint32_t size;
    void *context;
    /** Adds an error to a key of the configuration; the text is copied. Thread: the caller's. Blocks: no. */
    void (*add_error)(void *context, millrace_string name, millrace_string message);
} millrace_validation_sink;

/** The value of a key, or the absent text. */
static inline millrace_string millrace_config_get(const millrace_config *config, const char *name) {
    millrace_string absent = MILLRACE_NO_TEXT;
    uint32_t index;
    for (index = 0; index < config->count; index++)
        if (millrace_string_equals(config->entries[index].name, name)) return config->entries[index].value;
    return absent;
}

/** The value of a key as a whole number, or `fallback` if the key is absent; the host has checked its form. */
static inline int64_t millrace_config_get_int64(const millrace_config *config, const char *name, int64_t fallback) {
    millrace_string value = millrace_config_get(config, name);
    char digits[32];
    if (!value.data || value.length >= sizeof digits) return fallback;
    memcpy(digits, value.data, value.length);
    digits[value.length] = 0;
    return strtoll(digits, NULL, 10);
}

/** 1 if the value of a key is `true`, in any case, else 0, or `fallback` if the key is absent. */
static inline int millrace_config_get_boolean(const millrace_config *config, const char *name, int fallback) {
    static const char truth[] = "true";
    millrace_string value = millrace_config_get(config, name);
    size_t index;
    if (!value.data) return fallback;
    while (value.length && (unsigned char)value.data[value.length - 1] <= ' ') value.length--;
    for (; value.length && (unsigned char)*value.data <= ' '; value.length--) value.data++;
    if (value.length != sizeof truth - 1) return 0;
    for (index = 0; index < value.length; index++)
        if ((value.data[index] | 0x20) != truth[index]) return 0;
    return 1;
}

/** The value of a key as a number, or `fallback` if the key is absent; the host has checked its form. */
static inline double millrace_config_get_double(const millrace_config *config, const char *name, double fallback) {
    millrace_string value = millrace_config_get(config, name);
    char digits[64];
    if (!value.data || value.length >= sizeof digits) return fallback;
    memcpy(digits, value.data, value.length);
    digits[value.length] = 0;
    return strtod(digits, NULL);
}

/**
 * A copy of a configuration, for a connector that keeps it beyond `start`: one block of memory, to be given back with
 * free(). `entries` has room for `spare` entries behind the first `count`; NULL if the process has no more memory.
 */
static inline millrace_config *millrace_config_copy(const millrace_config *config, uint32_t spare) {
    size_t size = sizeof(millrace_config) + ((size_t)config->count + spare) * sizeof(millrace_config_entry);
    millrace_config *copy;
    millrace_config_entry *entries;
    char *text;
    uint32_t index;
    for (index = 0; index < config->count; index++)
        size += config->entries[index].name.length + config->entries[index].value.length;
    copy = (millrace_config *)malloc(size);
    if (!copy) return NULL;
    entries = (millrace_config_entry *)(void *)(copy + 1);
    text = (char *)(entries + config->count + spare);
    for (index = 0; index < config->count; index++) {
        entries[index] = config->entries[index];
        memcpy(text, entries[index].name.data, entries[index].name.length);
        entries[index].name.data = text;
        text += entries[index].name.length;
        memcpy(text, entries[index].value.data, entries[index].value.length);
        entries[index].value.data = text;
        text += entries[index].value.length;
    }
    copy->entries = entries;
    copy->count = config->count;
    return copy;
}

/** Adds an entry to a copy that has a spare one. The texts are not copied: they must outlive the copy. */
static inline void millrace_config_append(millrace_config *copy, millrace_string name, millrace_string value) {
    millrace_config_entry *entry = (millrace_config_entry *)(void *)(copy + 1) + copy->count;
    entry->name = name;
    entry->value = value;
    copy->count += 1;
}

/** Kafka's types of configuration values. */
enum {
    MILLRACE_CONFIG_BOOLEAN = 1,
    MILLRACE_CONFIG_STRING = 2,
    MILLRACE_CONFIG_INT = 3,
    MILLRACE_CONFIG_SHORT = 4,
    MILLRACE_CONFIG_LONG = 5,
    MILLRACE_CONFIG_DOUBLE = 6,
    MILLRACE_CONFIG_LIST = 7,
    MILLRACE_CONFIG_CLASS = 8,
    MILLRACE_CONFIG_PASSWORD = 9
};

enum {
    MILLRACE_IMPORTANCE_HIGH = 1,
    MILLRACE_IMPORTANCE_MEDIUM = 2,
    MILLRACE_IMPORTANCE_LOW = 3
};

enum {
    MILLRACE_WIDTH_NONE = 0,
    MILLRACE_WIDTH_SHORT = 1,
    MILLRACE_WIDTH_MEDIUM = 2,
    MILLRACE_WIDTH_LONG = 3
};

enum {
    /** The key must be given; without this flag `default_value` counts, and an absent one is Connect's null. */
    MILLRACE_CONFIG_REQUIRED = 1,
    /** The key is left out of listings. */
    MILLRACE_CONFIG_INTERNAL = 2,
    /** A text may not be empty or blank. */
    MILLRACE_CONFIG_NON_EMPTY = 4,
    /** A number may not be below `minimum`. */
    MILLRACE_CONFIG_HAS_MINIMUM = 8,
    /** A number may not be above `maximum`. */
    MILLRACE_CONFIG_HAS_MAXIMUM = 16,
    /** A text must be one of `allowed`, whatever its case. */
    MILLRACE_CONFIG_ANY_CASE = 32
};

/** The definition of one key: what Connect's ConfigDef holds. Static data of the plugin; absent texts are allowed. */
typedef struct millrace_config_key {
    millrace_string name;
    /** MILLRACE_CONFIG_BOOLEAN to MILLRACE_CONFIG_PASSWORD. */
    uint32_t type;
    /** MILLRACE_IMPORTANCE_…; 0 is MILLRACE_IMPORTANCE_LOW. */
    uint32_t importance;
    /** MILLRACE_CONFIG_REQUIRED and the flags after it. */
    uint32_t flags;
    /** MILLRACE_WIDTH_… */
    uint32_t width;
    /** As the operator would write it. */
    millrace_string default_value;
    millrace_string documentation;
    millrace_string group;
    millrace_string display_name;
    int32_t order_in_group;
    uint32_t dependent_count;
    /** Names of keys whose recommender looks at this one. */
    const millrace_string *dependents;
    double minimum;
    double maximum;
    /** If not NULL, the texts that are allowed. */
    const millrace_string *allowed;
    uint64_t allowed_count;
    /** Whatever the plugin likes: the three functions below get it, so that keys can share them. May be NULL. */
    const void *context;
    /**
     * Optional: a validator of the plugin's own; a failure's message says what is allowed.
     * Thread: main, in a process that exists for validation. Blocks: it should not. State: any, no instance exists.
     */
    millrace_status (*validate)(
        const void *context, millrace_string name, millrace_string value, millrace_error *error);
    /** Optional: the recommender's values for this key, given the whole configuration. Rules as of `validate`. */
    millrace_status (*recommend)(
        const void *context, millrace_string name, const millrace_config *config, const millrace_string_sink *values,
        millrace_error *error);
    /** Optional: 0 if the key has no meaning under the configuration, else 1. Rules as of `validate`. */
    int32_t (*visible)(const void *context, millrace_string name, const millrace_config *config);
} millrace_config_key;

/** The definition of a plugin's configuration: `keys` is an array whose elements are `key_size` bytes apart. */
typedef struct millrace_config_definition {
    uint32_t size;
    /** sizeof(millrace_config_key) as the plugin was compiled. */
    uint32_t key_size;
    const millrace_config_key *keys;
    uint64_t key_count;
} millrace_config_definition;

#endif
