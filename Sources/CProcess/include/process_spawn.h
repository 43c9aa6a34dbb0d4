#pragma once
/// Starting a process.
#include <sys/types.h>

/// What a process starts with. Every pointer is borrowed for the call.
struct cprocess_spawn_request {
    const char *executable;
    /// Both end with a null pointer.
    char *const *arguments;
    char *const *environment;
    /// The working directory, or null for the caller's.
    const char *directory;
    /// The child's descriptors 0 to 5; each at least 6 here, except that -1 for input, output or error lets the
    /// child inherit the caller's, and -1 for the last three makes a process without channels, which has none of them.
    /// Every other descriptor is closed in the child.
    int input, output, error, control, telemetry, metrics;
};

/// Starts a process in a session of its own with default signal actions, no blocked signal, and only the wanted
/// descriptors. Call it on a thread that outlives the child: PDEATHSIG follows the spawning thread.
/// Returns 0 and sets `pid`, or an errno value.
int cprocess_spawn(const struct cprocess_spawn_request *request, pid_t *pid);
