#pragma once
/// Which pages of its code this process keeps in memory.
#include <stddef.h>

/// Gives back the resident pages of code and constants of the executable and its libraries, most of which only a start
/// touches. They are read-only pages of files: what is used again comes back from the page cache. May be called at any
/// time from any thread. Returns the size of all that may be given back, in bytes.
size_t cprocess_release_code_pages(void);

/// Gives the memory back that was freed and that the allocator keeps for what comes next. From any thread.
void cprocess_trim_heap(void);
