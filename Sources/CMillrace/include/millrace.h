/**
 * Millrace's plugin ABI: the one header that a connector includes.
 *
 * A plugin is a shared object that exports one function, `millrace_plugin_entry` (see millrace/plugin.h), and links
 * against nothing of Millrace: what it needs from the host comes as tables of function pointers. The headers are
 * C99 and C++11; each holds one idea, and this one gathers them.
 *
 * Every function's comment names four things:
 *  - Thread: which thread may call it. "The task's thread" is the one thread that runs an instance's calls.
 *  - Blocks: whether it may block.
 *  - Owns: who owns what passes through it, and until when.
 *  - State: when it is legal.
 *
 * Rules that hold everywhere, on the 64-bit Linux platforms that this ABI is for (x86-64, arm64): text is UTF-8 as {pointer, length} without a terminator; memory is freed by whoever made
 * it; every struct that may grow begins with its size and grows only at its end; reserved members are 0; no exception, panic or Swift error
 * may cross the border; a NULL function pointer in a table means that the plugin leaves that function out, and is
 * allowed where the comment says "optional".
 */
#ifndef MILLRACE_H
#define MILLRACE_H

#include "millrace/batch.h"
#include "millrace/config.h"
#include "millrace/config_provider.h"
#include "millrace/connector.h"
#include "millrace/converter.h"
#include "millrace/error.h"
#include "millrace/extension/errant_reporter.h"
#include "millrace/extension/retain.h"
#include "millrace/host.h"
#include "millrace/plugin.h"
#include "millrace/predicate.h"
#include "millrace/record.h"
#include "millrace/schema.h"
#include "millrace/sink.h"
#include "millrace/source.h"
#include "millrace/string.h"
#include "millrace/transformation.h"
#include "millrace/value.h"
#include "millrace/version.h"

#endif
