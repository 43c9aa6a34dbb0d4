#pragma once
/// What the dynamic loader knows of a symbol.

/// 1 if an address that dlsym gave is that of a variable, else 0: what the loader cannot describe counts as a function.
/// From any thread.
int cprocess_is_variable(const void *address);
