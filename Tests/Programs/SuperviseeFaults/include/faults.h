#pragma once
/// What bad plugins do, in the languages that they do it in.
#ifdef __cplusplus
extern "C" {
#endif

void fault_read_null(void);
void fault_call_null(void);
void fault_divide(int by);
int fault_overflow_stack(int depth);
void fault_throw(void);
void fault_abort(void);
/// Reads through null on a thread other than the main one.
void fault_read_null_on_thread(void);
/// Destroys the stack that an unwinder would walk, then aborts.
void fault_smash_stack(void);
/// Starts a process that waits for ever; its id, or -errno.
int fault_fork_sleeper(void);
/// The same in a session of its own, with all descriptors of its parent.
int fault_fork_daemon(void);
/// Starts a process that ends at once; its id, or -errno.
int fault_vfork(void);
/// Allocates and touches memory for ever, at most `megabytes_per_second`.
void fault_leak(int megabytes_per_second);
/// Closes every descriptor, then waits for ever.
void fault_close_everything(void);
/// A thread can be started and joined: 1, or 0.
int fault_start_thread(void);
/// The limit on core files, in bytes.
unsigned long fault_core_limit(void);
void fault_wait(void);
/// Whether this is a build with a sanitizer, which handles some faults in its own way.
int fault_is_sanitized(void);
/// Whether this is a build with ThreadSanitizer.
int fault_is_seen_racing(void);
/// Two threads change the same variable, in no order.
void fault_race(void);

#ifdef __cplusplus
}
#endif
