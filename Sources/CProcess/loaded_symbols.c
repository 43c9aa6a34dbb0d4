#define _GNU_SOURCE
#include "loaded_symbols.h"

#include <dlfcn.h>
#include <link.h>
#include <stddef.h>

int cprocess_is_variable(const void *address) {
    Dl_info info;
    void *symbol = NULL;
    if (!dladdr1(address, &info, &symbol, RTLD_DL_SYMENT) || !symbol || info.dli_saddr != address) return 0;
    return ELF64_ST_TYPE(((const ElfW(Sym) *)symbol)->st_info) == STT_OBJECT;
}
