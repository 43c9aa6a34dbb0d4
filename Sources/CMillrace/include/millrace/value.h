/** Values: 16 bytes each, flat, in batch memory. */
#ifndef MILLRACE_VALUE_H
#define MILLRACE_VALUE_H

#include <stdint.h>

#include "millrace/string.h"

/** The type of a value or of a schema. 32 bits, so that a value is copied in whole words. */
typedef uint32_t millrace_type;

enum {
    MILLRACE_NULL = 0,
    MILLRACE_INT8 = 1,
    MILLRACE_INT16 = 2,
    MILLRACE_INT32 = 3,
    MILLRACE_INT64 = 4,
    MILLRACE_FLOAT32 = 5,
    MILLRACE_FLOAT64 = 6,
    MILLRACE_BOOLEAN = 7,
    MILLRACE_STRING = 8,
    MILLRACE_BYTES = 9,
    MILLRACE_ARRAY = 10,
    MILLRACE_MAP = 11,
    MILLRACE_STRUCT = 12,
    /** A point in time, as milliseconds since 1970-01-01T00:00Z; only in data without a schema. */
    MILLRACE_DATE_TIME = 13,
    /** An arbitrary-precision decimal; only in data without a schema. */
    MILLRACE_DECIMAL = 14
};

struct millrace_entry;
struct millrace_struct;
struct millrace_decimal;

/**
 * One value. `length` is the number of bytes of a string or of bytes, of elements of an array, of entries of a map, of
 * fields of a struct, and 0 for everything else; more than 2^31-1 is bad data. A value with a schema has the schema's
 * own type as its tag: a Decimal is BYTES (unscaled, two's complement, big-endian), a Date and a Time are INT32, a
 * Timestamp is INT64, as the schema's name says.
 */
typedef struct millrace_value {
    millrace_type type;
    uint32_t length;
    union {
        /** INT8 to INT64, sign-extended, and DATE_TIME. */
        int64_t integer;
        float float32;
        double float64;
        /** 0 or 1. */
        uint8_t boolean;
        const char *string;
        const uint8_t *bytes;
        const struct millrace_value *elements;
        /** In insertion order; keys may be of any type. */
        const struct millrace_entry *entries;
        const struct millrace_struct *structure;
        const struct millrace_decimal *decimal;
    } as;
} millrace_value;

/** One entry of a map. */
typedef struct millrace_entry {
    millrace_value key;
    millrace_value value;
} millrace_entry;

/** A struct: its schema, and one value for each field of the schema, in the schema's order. */
typedef struct millrace_struct {
    const struct millrace_schema *schema;
    const millrace_value *fields;
} millrace_struct;

/** A decimal: `unscaled` (two's complement, big-endian, at least one byte) times ten to the power of minus `scale`. */
typedef struct millrace_decimal {
    int32_t scale;
    uint32_t length;
    const uint8_t *unscaled;
} millrace_decimal;

static inline millrace_value millrace_value_of(millrace_type type, uint32_t length) {
    millrace_value value;
    memset(&value, 0, sizeof value);
    value.type = type;
    value.length = length;
    return value;
}

static inline millrace_value millrace_null(void) {
    return millrace_value_of(MILLRACE_NULL, 0);
}

static inline millrace_value millrace_boolean(int truth) {
    millrace_value value = millrace_value_of(MILLRACE_BOOLEAN, 0);
    value.as.boolean = truth ? 1 : 0;
    return value;
}

/** An integer of the given type, which must be INT8, INT16, INT32, INT64 or DATE_TIME and must hold the number. */
static inline millrace_value millrace_integer(millrace_type type, int64_t number) {
    millrace_value value = millrace_value_of(type, 0);
    value.as.integer = number;
    return value;
}

static inline millrace_value millrace_int8(int8_t number) {
    return millrace_integer(MILLRACE_INT8, number);
}

static inline millrace_value millrace_int16(int16_t number) {
    return millrace_integer(MILLRACE_INT16, number);
}

static inline millrace_value millrace_int32(int32_t number) {
    return millrace_integer(MILLRACE_INT32, number);
}

static inline millrace_value millrace_int64(int64_t number) {
    return millrace_integer(MILLRACE_INT64, number);
}

static inline millrace_value millrace_float32(float number) {
    millrace_value value = millrace_value_of(MILLRACE_FLOAT32, 0);
    value.as.float32 = number;
    return value;
}

static inline millrace_value millrace_float64(double number) {
    millrace_value value = millrace_value_of(MILLRACE_FLOAT64, 0);
    value.as.float64 = number;
    return value;
}

/** A string over text that already lies in batch memory. */
static inline millrace_value millrace_text(const char *utf8, uint32_t length) {
    millrace_value value = millrace_value_of(MILLRACE_STRING, length);
    value.as.string = utf8;
    return value;
}

/** The text of a STRING, or the absent text for a value of another type. */
static inline millrace_string millrace_value_text(millrace_value value) {
    millrace_string text = MILLRACE_NO_TEXT;
    if (value.type != MILLRACE_STRING) return text;
    text.data = value.as.string ? value.as.string : "";
    text.length = value.length;
    return text;
}

/** Bytes that already lie in batch memory. */
static inline millrace_value millrace_bytes(const uint8_t *bytes, uint32_t length) {
    millrace_value value = millrace_value_of(MILLRACE_BYTES, length);
    value.as.bytes = bytes;
    return value;
}

/** An array over elements that already lie in batch memory. */
static inline millrace_value millrace_array(const millrace_value *elements, uint32_t count) {
    millrace_value value = millrace_value_of(MILLRACE_ARRAY, count);
    value.as.elements = elements;
    return value;
}

/** A map over entries that already lie in batch memory. */
static inline millrace_value millrace_map(const millrace_entry *entries, uint32_t count) {
    millrace_value value = millrace_value_of(MILLRACE_MAP, count);
    value.as.entries = entries;
    return value;
}

/** The value of a STRUCT's field, by its index in the schema; NULL for an index that is not one of its fields. */
static inline const millrace_value *millrace_struct_field(millrace_value value, int32_t index) {
    return value.type == MILLRACE_STRUCT && index >= 0 && (uint32_t)index < value.length
        ? &value.as.structure->fields[index] : NULL;
}

/** A struct of `count` fields, whose millrace_struct already lies in batch memory. */
static inline millrace_value millrace_structure(const millrace_struct *structure, uint32_t count) {
    millrace_value value = millrace_value_of(MILLRACE_STRUCT, count);
    value.as.structure = structure;
    return value;
}

#endif
