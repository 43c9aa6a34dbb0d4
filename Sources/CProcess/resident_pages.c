#define _GNU_SOURCE
#include "resident_pages.h"

#include <link.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

// Segments that are not writable are never relocated, so that the file has all of their bytes.
static int release_segments(struct dl_phdr_info *object, size_t size, void *total) {
    (void)size;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int index = 0; index < object->dlpi_phnum; index++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[index];
        if (segment->p_type != PT_LOAD || segment->p_flags & PF_W) continue;
        uintptr_t start = object->dlpi_addr + segment->p_vaddr;
        uintptr_t end = start + segment->p_memsz;
        start -= start % page;
        if (madvise((void *)start, end - start, MADV_DONTNEED) == 0) *(size_t *)total += end - start;
    }
    return 0;
}

size_t cprocess_release_code_pages(void) {
    size_t total = 0;
    // The loader's list is locked meanwhile, and a library is in it only when its segments are in place.
    dl_iterate_phdr(release_segments, &total);
    return total;
}

void cprocess_trim_heap(void) { malloc_trim(0); }
