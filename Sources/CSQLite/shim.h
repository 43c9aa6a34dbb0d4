#include <sqlite3.h>

// What Swift cannot call: macros for destructors, and functions with variable arguments.

/// Binds a copy of the bytes.
static inline int millrace_sqlite3_bind_text(sqlite3_stmt *statement, int index, const char *text, int length) {
    return sqlite3_bind_text(statement, index, text, length, SQLITE_TRANSIENT);
}

/// Binds a copy of the bytes.
static inline int millrace_sqlite3_bind_bytes(sqlite3_stmt *statement, int index, const void *bytes, int length) {
    return length == 0 ? sqlite3_bind_zeroblob(statement, index, 0)
                       : sqlite3_bind_blob(statement, index, bytes, length, SQLITE_TRANSIENT);
}
