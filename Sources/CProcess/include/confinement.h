#pragma once
/// What a plugin process does to itself before it loads a plugin.
#include <stdint.h>
#include <sys/types.h>

/// The calling process is killed when the thread that spawned it ends. Returns 0, or an errno value: ESRCH when
/// the parent is no longer `parent` and the caller should end at once.
int cprocess_end_with_parent(pid_t parent);

/// No core file, whether written or piped to a collector: it could hold secrets. Returns 0 or an errno value.
int cprocess_deny_core_dumps(void);

/// Limits private writable memory (RLIMIT_DATA: heap, stacks of threads, private mappings). 0 or an errno value.
/// Does nothing in a build with a sanitizer, whose shadow memory would count.
int cprocess_limit_data(uint64_t bytes);

/// From now on, in every thread, fork, vfork and clone of a process fail with EPERM (threads are allowed).
/// Cannot be undone. Returns 0 or an errno value.
int cprocess_deny_processes(void);

/// Ignores SIGPIPE, and SIGINT, SIGTERM and SIGHUP, which a service manager sends to a whole group: only the
/// daemon decides when a plugin process ends.
void cprocess_ignore_signals(void);
