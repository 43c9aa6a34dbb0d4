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

/// Whether the last connection to be closed leaves the write-ahead log as it is, without a checkpoint.
static inline int millrace_sqlite3_keep_log_on_close(sqlite3 *connection, int keep) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep, (int *)0);
}
