#pragma once

#include <lz4frame.h>
#include <snappy-c.h>
#include <zlib.h>
#include <zstd.h>

// inflateInit2 is a macro, which Swift cannot call. 32 + 15: a gzip or zlib header, whichever comes, and any window.
static inline int millrace_inflate_init(z_stream *stream) { return inflateInit2(stream, 32 + 15); }

// So is deflateInit2. 16 + 15: a gzip header, and the largest window.
static inline int millrace_deflate_init(z_stream *stream) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + 15, 8, Z_DEFAULT_STRATEGY);
}
