// ThreadSanitizer learns from libswift_Concurrency what orders tasks, but for one case: a continuation that is resumed
// before its task waits for it. The task then goes on at once, and what came before the resume seems unordered.
// Preloaded, this makes a task take up that order whenever an async call of instrumented code returns, which is when the
// call's frame is given back. Compile with clang: the calling convention is Swift's.

#define _GNU_SOURCE
#include <dlfcn.h>

#define SWIFT __attribute__((swiftcall))

// The sanitizer's and Swift's runtimes, in the programs that have them.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void *swift_task_getCurrent(void) __attribute__((weak)) SWIFT;

typedef SWIFT void deallocation(void *memory);

deallocation swift_task_dealloc;

void swift_task_dealloc(void *memory) {
    static deallocation *original;
    deallocation *found = __atomic_load_n(&original, __ATOMIC_RELAXED);
    if (!found) {
        found = dlsym(RTLD_NEXT, "swift_task_dealloc");
        __atomic_store_n(&original, found, __ATOMIC_RELAXED);
    }
    found(memory);
    // Who resumes a continuation releases its task.
    if (__tsan_acquire) __tsan_acquire(swift_task_getCurrent());
}
