#pragma once
/// Linux descriptors and calls that glibc declares as variadic or not at all.
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/types.h>
#include <sys/xattr.h>

/// A descriptor that becomes readable when `pid` ends; close-on-exec. -1 and errno on failure.
int cprocess_pidfd_open(pid_t pid);

/// Sends a signal to the process behind `pidfd`, never to a process that reused its id. -1 and errno on failure.
int cprocess_pidfd_send_signal(int pidfd, int signal);

/// Anonymous memory of `size` bytes whose size is sealed, so that no holder can shrink it under another's mapping.
/// Close-on-exec. -1 and errno on failure.
int cprocess_shared_memory(const char *name, size_t size);

/// A duplicate that is at least `lowest`, close-on-exec. -1 and errno on failure.
int cprocess_duplicate_above(int descriptor, int lowest);

/// A pipe, close-on-exec: ends[0] reads, ends[1] writes. 0, or -1 and errno.
int cprocess_pipe(int ends[2]);

/// A counter to wake a poller with: non-blocking, close-on-exec. -1 and errno on failure.
int cprocess_wakeup(void);

/// Makes the wakeup readable.
void cprocess_wake(int wakeup);

/// Makes the wakeup unreadable again.
void cprocess_calm(int wakeup);

/// Names the calling thread; at most 15 bytes count.
void cprocess_name_thread(const char *name);

/// Orphaned descendants become children of the calling process. 0, or -1 and errno.
int cprocess_become_subreaper(void);

/// Registers, changes or removes `descriptor` with an epoll instance; `key` comes back with its events.
int cprocess_epoll_control(int epoll, int operation, int descriptor, uint32_t events, uint64_t key);

/// The key that an event was registered with.
static inline uint64_t cprocess_epoll_key(const struct epoll_event *event) { return event->data.u64; }
