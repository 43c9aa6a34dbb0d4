/** Text as every function of the ABI takes and gives it. */
#ifndef MILLRACE_STRING_H
#define MILLRACE_STRING_H

#include <stddef.h>
#include <string.h>

/**
 * UTF-8 bytes, not terminated. `data == NULL` means "absent" where the comment of a member allows it; an empty text
 * has a pointer that is not NULL and a length of 0.
 */
typedef struct millrace_string {
    const char *data;
    size_t length;
} millrace_string;

/** A string literal as a constant initialiser: `millrace_string name = MILLRACE_TEXT("orders");` */
#define MILLRACE_TEXT(literal) { "" literal, sizeof(literal) - 1 }

/** The absent text, as a constant initialiser. */
#define MILLRACE_NO_TEXT { NULL, 0 }

/** Wraps a terminated C string, which must outlive the result. */
static inline millrace_string millrace_string_of(const char *text) {
    millrace_string string;
    string.data = text;
    string.length = text ? strlen(text) : 0;
    return string;
}

/** 1 if the text equals the terminated C string, else 0. */
static inline int millrace_string_equals(millrace_string string, const char *text) {
    return string.data && strlen(text) == string.length && memcmp(string.data, text, string.length) == 0;
}

#endif
