#pragma once
/// Linux process primitives that Swift cannot reach by itself, one idea per header.
#include "confinement.h"
#include "crash_report.h"
#include "linux_descriptors.h"
#include "loaded_symbols.h"
#include "process_spawn.h"
#include "resident_pages.h"
#include "task_mapping.h"
