#define _GNU_SOURCE
#include "crash_report.h"

#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>
#include <unwind.h>

// Everything below the line "in the handler" is async-signal-safe: system calls, plain memory, and libgcc's unwinder,
// which finds unwind tables without a lock since glibc 2.35 (_dl_find_object).

#define SIGNAL_STACK_BYTES (128 * 1024)
// A runaway recursion is walked to its start, because the start says who began it; this bounds the time.
#define DEEPEST_FRAME 1000000
#define GIVE_UP_SECONDS 5

static const int crash_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS};
static struct crash_report *report;
static sigjmp_buf walk_escape;
static volatile sig_atomic_t walking;

// MARK: in the handler

struct registers {
    uint64_t instruction, stack, frame;
};

static struct registers registers_of(const ucontext_t *context) {
    struct registers all;
#if defined(__x86_64__)
    all.instruction = (uint64_t)context->uc_mcontext.gregs[REG_RIP];
    all.stack = (uint64_t)context->uc_mcontext.gregs[REG_RSP];
    all.frame = (uint64_t)context->uc_mcontext.gregs[REG_RBP];
#elif defined(__aarch64__)
    all.instruction = context->uc_mcontext.pc;
    all.stack = context->uc_mcontext.sp;
    all.frame = context->uc_mcontext.regs[29];
#endif
    return all;
}

/// Reads a word that may not be mapped.
static int read_word(uint64_t address, uint64_t *word) {
    struct iovec local = {word, sizeof *word};
    struct iovec remote = {(void *)address, sizeof *word};
    return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == (ssize_t)sizeof *word;
}

struct walk {
    uint64_t fault_instruction;
    int reached_fault;
    uint32_t count;
};

/// Keeps the first frames in place and the last ones in a ring behind them.
static void keep_frame(struct walk *walk, uint64_t address) {
    uint32_t slot = walk->count < CRASH_HEAD_FRAMES
                        ? walk->count
                        : CRASH_HEAD_FRAMES + (walk->count - CRASH_HEAD_FRAMES) % CRASH_TAIL_FRAMES;
    report->frames[slot].address = address;
    walk->count++;
    if (report->frame_count <= slot) report->frame_count = slot + 1;
}

static _Unwind_Reason_Code visit_frame(struct _Unwind_Context *context, void *argument) {
    struct walk *walk = argument;
    uint64_t address = (uint64_t)_Unwind_GetIP(context);
    if (!walk->reached_fault) {
        // The frames of this handler and of the signal's trampoline come first.
        walk->reached_fault = address == walk->fault_instruction;
        return _URC_NO_REASON;
    }
    if (address == 0 || walk->count >= DEEPEST_FRAME) return _URC_END_OF_STACK;
    keep_frame(walk, address);
    return _URC_NO_REASON;
}

/// Follows saved frame pointers, for code without unwind tables and for a call through a null pointer.
static void walk_frame_pointers(struct walk *walk, const struct registers *start) {
    uint64_t address, frame = start->frame;
#if defined(__x86_64__)
    if (start->instruction < 4096 && read_word(start->stack, &address)) keep_frame(walk, address);
#endif
    while (walk->count < CRASH_FRAMES) {
        uint64_t caller;
        if (frame % 8 != 0 || !read_word(frame, &caller) || !read_word(frame + 8, &address)) return;
        if (address == 0) return;
        keep_frame(walk, address);
        if (caller <= frame) return;
        frame = caller;
    }
}

/// Walks the stack; a fault of the unwinder on a damaged stack comes back here as a signal.
static void walk_stack(struct walk *walk, const struct registers *registers) {
    if (sigsetjmp(walk_escape, 1) != 0) {
        report->stack_is_damaged = 1;
        return;
    }
    walking = 1;
    _Unwind_Backtrace(visit_frame, walk);
    if (walk->count < 2) walk_frame_pointers(walk, registers);
}

/// Turns the ring behind the first frames so that its oldest entry comes first.
static void straighten_tail(const struct walk *walk) {
    if (walk->count <= CRASH_FRAMES) return;
    report->frames_left_out = walk->count - CRASH_FRAMES;
    uint32_t oldest = (walk->count - CRASH_HEAD_FRAMES) % CRASH_TAIL_FRAMES;
    struct crash_frame tail[CRASH_TAIL_FRAMES];
    for (uint32_t i = 0; i < CRASH_TAIL_FRAMES; i++) {
        tail[i] = report->frames[CRASH_HEAD_FRAMES + (oldest + i) % CRASH_TAIL_FRAMES];
    }
    memcpy(&report->frames[CRASH_HEAD_FRAMES], tail, sizeof tail);
}

/// One line of /proc/self/maps: "start-end perms offset device inode   path".
struct mapping {
    uint64_t start, end, offset, inode;
    const char *path;
};

static const char *read_number(const char *text, unsigned base, uint64_t *number) {
    *number = 0;
    for (;; text++) {
        unsigned digit = *text >= '0' && *text <= '9'   ? (unsigned)(*text - '0')
                         : *text >= 'a' && *text <= 'f' ? (unsigned)(*text - 'a') + 10
                                                        : 16;
        if (digit >= base) return text;
        *number = *number * base + digit;
    }
}

static int parse_mapping(const char *line, struct mapping *mapping) {
    line = read_number(line, 16, &mapping->start);
    if (*line++ != '-') return 0;
    line = read_number(line, 16, &mapping->end);
    if (line[0] != ' ' || !line[1] || !line[2] || line[3] != 'x' || !line[4] || line[5] != ' ') return 0;
    line = read_number(line + 6, 16, &mapping->offset);
    if (*line++ != ' ') return 0;
    while (*line && *line != ' ') line++;
    if (*line++ != ' ') return 0;
    line = read_number(line, 10, &mapping->inode);
    while (*line == ' ') line++;
    mapping->path = line;
    return *line == '/';
}

/// The report's number (1 and up) for the file of a mapping, or 0 if there is no room for another.
static uint32_t module_number(const struct mapping *mapping) {
    for (uint32_t i = 0; i < report->module_count; i++) {
        if (strncmp(report->modules[i].path, mapping->path, CRASH_PATH_BYTES - 1) == 0) return i + 1;
    }
    if (report->module_count == CRASH_MODULES) return 0;
    struct crash_module *module = &report->modules[report->module_count];
    size_t length = strnlen(mapping->path, CRASH_PATH_BYTES - 1);
    memcpy(module->path, mapping->path, length);
    module->path[length] = 0;
    module->inode = mapping->inode;
    return ++report->module_count;
}

static void locate_frames(const char *line) {
    struct mapping mapping;
    if (!parse_mapping(line, &mapping)) return;
    for (uint32_t i = 0; i < report->frame_count; i++) {
        struct crash_frame *frame = &report->frames[i];
        // A return address may be the first byte after a function that never returns, and after its mapping.
        uint64_t address = frame->address - (i > 0);
        if (address < mapping.start || address >= mapping.end) continue;
        frame->module = module_number(&mapping);
        frame->file_offset = frame->address - mapping.start + mapping.offset;
    }
}

static void locate_all_frames(void) {
    char text[4096];
    size_t filled = 0;
    int maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (maps < 0) return;
    for (;;) {
        ssize_t count = read(maps, text + filled, sizeof text - 1 - filled);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        filled += (size_t)count;
        char *line = text, *end;
        while ((end = memchr(line, '\n', filled - (size_t)(line - text)))) {
            *end = 0;
            locate_frames(line);
            line = end + 1;
        }
        filled -= (size_t)(line - text);
        memmove(text, line, filled);
        // A line longer than the buffer cannot be a path that a plugin was loaded from.
        if (filled == sizeof text - 1) filled = 0;
    }
    close(maps);
}

static void end_with(int signal_number) {
    signal(signal_number, SIG_DFL);
    syscall(SYS_tgkill, getpid(), (pid_t)syscall(SYS_gettid), signal_number);
}

/// Ends the process even if the unwinder never comes back from a damaged stack.
static void set_alarm(void) {
    sigset_t alarm_only;
    sigemptyset(&alarm_only);
    sigaddset(&alarm_only, SIGALRM);
    signal(SIGALRM, SIG_DFL);
    sigprocmask(SIG_UNBLOCK, &alarm_only, NULL);
    alarm(GIVE_UP_SECONDS);
}

static void on_crash(int signal_number, siginfo_t *information, void *context) {
    uint32_t expected = CRASH_NONE;
    if (!__atomic_compare_exchange_n(
            &report->state, &expected, CRASH_WRITING, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        if (walking && report->thread == (int32_t)syscall(SYS_gettid)) siglongjmp(walk_escape, 1);
        // Another thread crashed first and is about to end the process with its own signal.
        for (;;) pause();
    }
    set_alarm();
    report->signal = signal_number;
    report->code = information->si_code;
    report->thread = (int32_t)syscall(SYS_gettid);
    report->on_main_thread = report->thread == getpid();
    if (information->si_code > 0) report->fault_address = (uint64_t)information->si_addr;
    prctl(PR_GET_NAME, report->thread_name, 0, 0, 0);

    struct registers registers = registers_of(context);
    // Static, because its count must be right after a jump out of the walk.
    static struct walk walk;
    walk.fault_instruction = registers.instruction;
    keep_frame(&walk, registers.instruction);
    walk_stack(&walk, &registers);
    walking = 0;
    straighten_tail(&walk);
    locate_all_frames();
    __atomic_store_n(&report->state, CRASH_COMPLETE, __ATOMIC_RELEASE);
    end_with(signal_number);
}

// MARK: before any crash

static int install_signal_stack(void) {
    long page = sysconf(_SC_PAGESIZE);
    char *memory = mmap(
        NULL, SIGNAL_STACK_BYTES + (size_t)page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (memory == MAP_FAILED) return errno;
    mprotect(memory, (size_t)page, PROT_NONE);
    stack_t stack = {.ss_sp = memory + page, .ss_size = SIGNAL_STACK_BYTES};
    return sigaltstack(&stack, NULL) == 0 ? 0 : errno;
}

int cprocess_report_crashes(struct crash_report *area) {
    report = area;
    int failure = install_signal_stack();
    if (failure != 0) return failure;
    // The unwinder's first use may load a library and allocate.
    void *frames[4];
    backtrace(frames, 4);
    struct sigaction action = {.sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    sigfillset(&action.sa_mask);
    sigdelset(&action.sa_mask, SIGSEGV);
    sigdelset(&action.sa_mask, SIGBUS);
    for (size_t i = 0; i < sizeof crash_signals / sizeof *crash_signals; i++) {
        if (sigaction(crash_signals[i], &action, NULL) != 0) return errno;
    }
    return 0;
}
