/** A source that makes records up: the same ones for the same seed, task and sequence number. */
#ifndef DATAGEN_H
#define DATAGEN_H

#include "millrace.h"

/** How a field's values come about. */
typedef enum datagen_generator {
    /** 1, 2, 3, …: unique over all tasks. */
    DATAGEN_SEQUENCE,
    /** Evenly spread over a range, or true and false. */
    DATAGEN_UNIFORM,
    /** First and last name of a person. */
    DATAGEN_NAME,
    /** So many letters. */
    DATAGEN_TEXT,
    /** One of the texts that are given. */
    DATAGEN_ONE_OF,
    /** The time. */
    DATAGEN_NOW
} datagen_generator;

/** A field of a made-up struct. Its texts point into the specification that it was read from. */
typedef struct datagen_field {
    millrace_string name;
    millrace_type type;
    int is_timestamp;
    datagen_generator generator;
    /** The range of DATAGEN_UNIFORM; `high` is the length of DATAGEN_TEXT. */
    double low;
    double high;
    /** `a|b|c` of DATAGEN_ONE_OF. */
    millrace_string choices;
} datagen_field;

enum { DATAGEN_MOST_FIELDS = 256 };

/** The fields of a struct. */
typedef struct datagen_fields {
    datagen_field fields[DATAGEN_MOST_FIELDS];
    uint32_t count;
} datagen_fields;

/** What one record is made from. */
typedef struct datagen_draw {
    /** The state of the random numbers: begins anew for every record. */
    uint64_t random;
    int64_t sequence;
    int64_t now;
} datagen_draw;

/** Reads `name:type:generator,…`. */
millrace_status datagen_read_fields(millrace_string specification, datagen_fields *fields, millrace_error *error);

/** The specification of the template of that name, or the absent text. */
millrace_string datagen_template(millrace_string name);

/** The interned schema of a struct of these fields, with a reference for the caller; NULL on error. */
const millrace_schema *datagen_schema(
    const millrace_host *host, const datagen_fields *fields, millrace_string name, millrace_error *error);

/** A value of the field; null if the process has no more memory. */
millrace_value datagen_value(const datagen_field *field, datagen_draw *draw, millrace_batch *batch);

/** The start of the random numbers for one record. */
datagen_draw datagen_begin(uint64_t seed, int64_t sequence, int64_t now);

/** The next random number. */
uint64_t datagen_random(datagen_draw *draw);

/** So many random letters. */
millrace_value datagen_text(datagen_draw *draw, uint32_t length, millrace_batch *batch);

extern const millrace_source_task_functions datagen_task_functions;

/** The key under which the connector tells a task its number, and the number of tasks. */
#define DATAGEN_TASK "datagen.task"
#define DATAGEN_TASKS "datagen.tasks"

#endif
