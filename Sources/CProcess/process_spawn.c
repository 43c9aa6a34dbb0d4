#define _GNU_SOURCE
#include "process_spawn.h"

#include <signal.h>
#include <spawn.h>

static int add_descriptors(posix_spawn_file_actions_t *actions, const struct cprocess_spawn_request *request) {
    const int sources[6] = {request->input,   request->output,    request->error,
                            request->control, request->telemetry, request->metrics};
    for (int target = 0; target < 6; target++) {
        if (sources[target] < 0) continue;
        int failure = posix_spawn_file_actions_adddup2(actions, sources[target], target);
        if (failure != 0) return failure;
    }
    int failure = posix_spawn_file_actions_addclosefrom_np(actions, request->control < 0 ? 3 : 6);
    if (failure == 0 && request->directory) {
        failure = posix_spawn_file_actions_addchdir_np(actions, request->directory);
    }
    return failure;
}

static int add_attributes(posix_spawnattr_t *attributes) {
    sigset_t every, none;
    sigfillset(&every);
    sigemptyset(&none);
    int failure = posix_spawnattr_setsigdefault(attributes, &every);
    if (failure == 0) failure = posix_spawnattr_setsigmask(attributes, &none);
    if (failure == 0) {
        failure = posix_spawnattr_setflags(
            attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
    }
    return failure;
}

int cprocess_spawn(const struct cprocess_spawn_request *request, pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int failure = posix_spawn_file_actions_init(&actions);
    if (failure != 0) return failure;
    failure = posix_spawnattr_init(&attributes);
    if (failure == 0) {
        failure = add_descriptors(&actions, request);
        if (failure == 0) failure = add_attributes(&attributes);
        if (failure == 0) {
            failure = posix_spawn(
                pid, request->executable, &actions, &attributes, request->arguments, request->environment);
        }
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return failure;
}
