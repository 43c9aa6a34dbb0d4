// The language of fields, `name:type:generator,…`, such as `id:int64:sequence,price:float64:uniform(1..500)`.
#include <stdlib.h>

#include "datagen.h"

/** Splits off what stands before the separator, which is dropped; all that there is if there is none. */
static millrace_string take(millrace_string *rest, char separator) {
    const char *found = memchr(rest->data, separator, rest->length);
    millrace_string part = *rest;
    if (found) part.length = (size_t)(found - rest->data);
    rest->data += part.length + (found ? 1 : 0);
    rest->length -= part.length + (found ? 1 : 0);
    while (part.length && part.data[0] == ' ') part.data++, part.length--;
    while (part.length && part.data[part.length - 1] == ' ') part.length--;
    return part;
}

static int read_number(millrace_string text, double *number) {
    char digits[64];
    char *end;
    if (text.length == 0 || text.length >= sizeof digits) return 0;
    memcpy(digits, text.data, text.length);
    digits[text.length] = 0;
    *number = strtod(digits, &end);
    return *end == 0;
}

static int read_range(millrace_string text, double *low, double *high) {
    size_t position;
    for (position = 0; position + 1 < text.length; position++)
        if (text.data[position] == '.' && text.data[position + 1] == '.') {
            millrace_string first = { text.data, position };
            millrace_string last = { text.data + position + 2, text.length - position - 2 };
            return read_number(first, low) && read_number(last, high) && *low <= *high;
        }
    return 0;
}

static int read_type(datagen_field *field, millrace_string name) {
    static const struct { const char *name; millrace_type type; } types[] = {
        { "int8", MILLRACE_INT8 }, { "int16", MILLRACE_INT16 }, { "int32", MILLRACE_INT32 },
        { "int64", MILLRACE_INT64 }, { "float32", MILLRACE_FLOAT32 }, { "float64", MILLRACE_FLOAT64 },
        { "boolean", MILLRACE_BOOLEAN }, { "string", MILLRACE_STRING }, { "timestamp", MILLRACE_INT64 } };
    size_t index;
    for (index = 0; index < sizeof types / sizeof *types; index++)
        if (millrace_string_equals(name, types[index].name)) {
            field->type = types[index].type;
            field->is_timestamp = millrace_string_equals(name, "timestamp");
            return 1;
        }
    return 0;
}

/** Whether a range of whole numbers fits the field's type. */
static int range_fits(const datagen_field *field) {
    static const double limits[] = { 0, 128, 32768, 2147483648.0, 9007199254740992.0 };
    if (field->type > MILLRACE_INT64) return 1;
    return field->low >= -limits[field->type] && field->high < limits[field->type];
}

static int read_generator(datagen_field *field, millrace_string text) {
    const int is_text = field->type == MILLRACE_STRING;
    const int is_number = field->type >= MILLRACE_INT8 && field->type <= MILLRACE_FLOAT64;
    const millrace_string name = take(&text, '(');
    const int has_argument = text.length > 0 && text.data[text.length - 1] == ')';
    if (has_argument) text.length -= 1;
    if (millrace_string_equals(name, "sequence")) {
        field->generator = DATAGEN_SEQUENCE;
        return field->type == MILLRACE_INT64 || is_text;
    }
    if (millrace_string_equals(name, "uniform")) {
        field->generator = DATAGEN_UNIFORM;
        if (field->type == MILLRACE_BOOLEAN) return 1;
        return is_number && has_argument && read_range(text, &field->low, &field->high) && range_fits(field);
    }
    if (millrace_string_equals(name, "text")) {
        field->generator = DATAGEN_TEXT;
        return is_text && has_argument && read_number(text, &field->high) && field->high >= 0 && field->high <= 1 << 24;
    }
    if (millrace_string_equals(name, "oneof")) {
        field->generator = DATAGEN_ONE_OF;
        field->choices = text;
        return is_text && has_argument;
    }
    field->generator = millrace_string_equals(name, "name") ? DATAGEN_NAME : DATAGEN_NOW;
    if (field->generator == DATAGEN_NAME) return is_text;
    return millrace_string_equals(name, "now") && field->type == MILLRACE_INT64;
}

millrace_status datagen_read_fields(millrace_string specification, datagen_fields *fields, millrace_error *error) {
    millrace_string rest = specification;
    fields->count = 0;
    while (rest.length > 0) {
        datagen_field *field = &fields->fields[fields->count];
        const millrace_string all = take(&rest, ',');
        millrace_string parts = all;
        if (fields->count == DATAGEN_MOST_FIELDS)
            return millrace_fail(error, MILLRACE_BAD_CONFIG, "more than %d fields", DATAGEN_MOST_FIELDS);
        memset(field, 0, sizeof *field);
        field->name = take(&parts, ':');
        if (field->name.length == 0 || !read_type(field, take(&parts, ':')) || !read_generator(field, parts))
            return millrace_fail(
                error, MILLRACE_BAD_CONFIG,
                "'%.*s' is not name:type:generator with a type of int8, int16, int32, int64, float32, float64, "
                "boolean, string, timestamp and a generator for it of sequence, uniform, uniform(1..10), name, "
                "text(20), oneof(a|b|c), now", (int)all.length, all.data);
        fields->count += 1;
    }
    return fields->count ? MILLRACE_OK : millrace_fail(error, MILLRACE_BAD_CONFIG, "no fields");
}
