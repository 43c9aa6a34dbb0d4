/** Schemas: immutable, interned, shared between threads. */
#ifndef MILLRACE_SCHEMA_H
#define MILLRACE_SCHEMA_H

#include "millrace/value.h"

/** A field of a struct schema. Its index is its place in `fields`. */
typedef struct millrace_field {
    millrace_string name;
    const struct millrace_schema *schema;
} millrace_field;

/** One of a schema's parameters. */
typedef struct millrace_parameter {
    millrace_string name;
    millrace_string value;
} millrace_parameter;

/**
 * A schema, in two roles. As a description that a plugin fills in on its own stack and hands to the host's
 * `intern_schema`: set every member, zero what is absent; everything that it points to is copied, and the schemas that
 * it names must be interned ones. As the interned schema that comes back: never to be written to, the same pointer for
 * equal schemas, alive while a reference is held (by retain_schema, by a batch, by a schema that contains it).
 *
 * Logical types are schemas with a reserved name, as in Connect: `org.apache.kafka.connect.data.Decimal` (BYTES with
 * the parameter `scale`), `…Date` and `…Time` (INT32), `…Timestamp` (INT64).
 */
typedef struct millrace_schema {
    uint32_t size;
    millrace_type type;
    /** 1 if a value may be null. */
    uint8_t optional;
    uint8_t has_version;
    uint8_t has_default;
    uint8_t reserved;
    int32_t version;
    uint32_t field_count;
    uint32_t parameter_count;
    /** Absent if `data` is NULL. */
    millrace_string name;
    /** Absent if `data` is NULL. */
    millrace_string doc;
    const millrace_parameter *parameters;
    /** Of a struct. */
    const millrace_field *fields;
    /** Of a map. NULL if the keys have no schema, as in a map that was read from text and has keys of several types. */
    const struct millrace_schema *key_schema;
    /** Of a map and of an array. NULL if the values or elements have no schema, like those of `[1,"a"]` in a header. */
    const struct millrace_schema *value_schema;
    millrace_value default_value;
} millrace_schema;

/** A description of the given type with nothing else set. */
static inline millrace_schema millrace_schema_of(millrace_type type) {
    millrace_schema schema;
    memset(&schema, 0, sizeof schema);
    schema.size = sizeof schema;
    schema.type = type;
    return schema;
}

/** The index of a struct schema's field, or -1 if it has none of that name: to be asked once for each schema. */
static inline int32_t millrace_schema_field_index(const millrace_schema *schema, millrace_string name) {
    uint32_t index;
    for (index = 0; index < schema->field_count; index++) {
        millrace_string found = schema->fields[index].name;
        if (found.length == name.length && memcmp(found.data, name.data, name.length) == 0) return (int32_t)index;
    }
    return -1;
}

#endif
