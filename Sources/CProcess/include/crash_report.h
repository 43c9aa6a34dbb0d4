#pragma once
/// What a dying process leaves behind in shared memory: written by a signal handler, read by the daemon.
#include <stdint.h>

#define CRASH_HEAD_FRAMES 48
#define CRASH_TAIL_FRAMES 16
#define CRASH_FRAMES (CRASH_HEAD_FRAMES + CRASH_TAIL_FRAMES)
#define CRASH_MODULES 24
#define CRASH_PATH_BYTES 256

enum { CRASH_NONE = 0, CRASH_WRITING = 1, CRASH_COMPLETE = 2 };

struct crash_frame {
    /// The instruction in frame 0, the return address in the others.
    uint64_t address;
    /// Where `address` lies in the module's file, in bytes; meaningful if `module` is not 0.
    uint64_t file_offset;
    /// 1 + index into `modules`; 0 if the address lies in no file.
    uint32_t module;
    uint32_t reserved;
};

struct crash_module {
    /// The inode of the file that was loaded: another file may have taken its path since.
    uint64_t inode;
    /// Ends with a zero byte; a longer path loses its end.
    char path[CRASH_PATH_BYTES];
};

struct crash_report {
    uint32_t state;
    int32_t signal;
    int32_t code;
    int32_t thread;
    int32_t on_main_thread;
    /// How many entries of `frames` and `modules` are filled.
    uint32_t frame_count;
    uint32_t module_count;
    /// How many frames are left out between the first CRASH_HEAD_FRAMES and the rest.
    uint32_t frames_left_out;
    /// The walk ended because the stack could not be read, not because it had reached the start.
    uint32_t stack_is_damaged;
    uint32_t reserved;
    uint64_t fault_address;
    char thread_name[16];
    struct crash_frame frames[CRASH_FRAMES];
    struct crash_module modules[CRASH_MODULES];
};

/// From now on SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP and SIGSYS write a report to `area`, which must stay
/// mapped, and then end the process as they would have. The calling thread gets a signal stack, so that it can report
/// the overflow of its own stack. Call it once, on the main thread. Returns 0 or an errno value.
int cprocess_report_crashes(struct crash_report *area);
