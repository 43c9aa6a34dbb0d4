/** How a call says that it failed. */
#ifndef MILLRACE_ERROR_H
#define MILLRACE_ERROR_H

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "millrace/string.h"

/** What a fallible function returns: MILLRACE_OK or one of the codes below. */
typedef int32_t millrace_status;

enum {
    MILLRACE_OK = 0,
    /** The same call may succeed later: the host calls again (Connect's RetriableException). */
    MILLRACE_RETRIABLE = 1,
    /** One record is at fault, not the task: `errors.tolerance` applies (Connect's DataException). */
    MILLRACE_BAD_DATA = 2,
    /** The configuration is wrong (Connect's ConfigException). */
    MILLRACE_BAD_CONFIG = 3,
    /** The external system is not reachable: a task that starts anew may reach it. */
    MILLRACE_NOT_CONNECTED = 4,
    /** The task cannot go on (Connect's ConnectException). */
    MILLRACE_FATAL = 5
};

/**
 * Where a failing function writes its message. The host makes it, owns it and reads it right after the call; the
 * callee writes at most `capacity` bytes of UTF-8 to `message` and sets `length`. The pointer that a function gets is
 * never NULL.
 */
typedef struct millrace_error {
    uint32_t size;
    char *message;
    size_t capacity;
    size_t length;
} millrace_error;

#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
/** Writes a message as printf does and returns `code`: `return millrace_fail(error, MILLRACE_FATAL, "no %s", path);` */
static inline millrace_status millrace_fail(millrace_error *error, millrace_status code, const char *format, ...) {
    va_list arguments;
    int written;
    va_start(arguments, format);
    written = vsnprintf(error->message, error->capacity, format, arguments);
    va_end(arguments);
    if (written < 0) written = 0;
    error->length = (size_t)written < error->capacity ? (size_t)written : (error->capacity ? error->capacity - 1 : 0);
    return code;
}

#endif
