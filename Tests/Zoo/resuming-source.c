// A source that goes on behind its committed offset, as a good one does.
#include "millrace.h"

static int64_t committed_sequence(const millrace_source_task_context *context) {
    millrace_batch *memory = context->host->new_batch(1);
    millrace_error error = { sizeof error, NULL, 0, 0 };
    millrace_value offset = millrace_null();
    millrace_entry entry;
    millrace_value partition;
    int64_t sequence = 0;
    entry.key = millrace_batch_text(memory, "zoo", 3);
    entry.value = millrace_batch_text(memory, "source", 6);
    partition = millrace_map(&entry, 1);
    if (context->read_offsets(context->context, &partition, 1, memory, &offset, &error) == MILLRACE_OK &&
        offset.type == MILLRACE_MAP && offset.length == 1)
        sequence = offset.as.entries[0].value.as.integer;
    millrace_batch_discard(memory);
    return sequence;
}

#define IN_START ((zoo_task *)self)->next = committed_sequence(context)
#include "bad-source.h"
