// Ready-made structs, and the schemas of structs.
#include "datagen.h"

millrace_string datagen_template(millrace_string name) {
    static const millrace_string orders = MILLRACE_TEXT(
        "order_id:int64:sequence,customer:string:name,item:string:oneof(book|lamp|chair|teapot|bicycle|umbrella),"
        "quantity:int32:uniform(1..12),price:float64:uniform(1..500),express:boolean:uniform,ordered_at:timestamp:now");
    static const millrace_string users = MILLRACE_TEXT(
        "user_id:int64:sequence,name:string:name,age:int16:uniform(18..99),"
        "country:string:oneof(AT|BR|CH|DE|FR|IN|JP|KE|NL|US),active:boolean:uniform,registered_at:timestamp:now");
    static const millrace_string pageviews = MILLRACE_TEXT(
        "view_id:int64:sequence,user_id:int32:uniform(1..100000),page:string:oneof(/|/cart|/help|/item|/login|/search),"
        "duration_ms:int32:uniform(1..60000),viewed_at:timestamp:now");
    static const millrace_string none = MILLRACE_NO_TEXT;
    if (millrace_string_equals(name, "orders")) return orders;
    if (millrace_string_equals(name, "users")) return users;
    if (millrace_string_equals(name, "pageviews")) return pageviews;
    return none;
}

static const millrace_schema *field_schema(
    const millrace_host *host, const datagen_field *field, millrace_error *error) {
    millrace_schema schema = millrace_schema_of(field->type);
    if (field->is_timestamp) {
        schema.name = millrace_string_of("org.apache.kafka.connect.data.Timestamp");
        schema.has_version = 1;
        schema.version = 1;
    }
    return host->intern_schema(&schema, error);
}

const millrace_schema *datagen_schema(
    const millrace_host *host, const datagen_fields *fields, millrace_string name, millrace_error *error) {
    millrace_field described[DATAGEN_MOST_FIELDS];
    millrace_schema schema = millrace_schema_of(MILLRACE_STRUCT);
    const millrace_schema *made = NULL;
    uint32_t count;
    for (count = 0; count < fields->count; count++) {
        described[count].name = fields->fields[count].name;
        described[count].schema = field_schema(host, &fields->fields[count], error);
        if (!described[count].schema) break;
    }
    schema.name = name;
    schema.fields = described;
    schema.field_count = count;
    if (count == fields->count) made = host->intern_schema(&schema, error);
    // The struct's schema holds those of its fields now.
    while (count > 0) host->release_schema(described[--count].schema);
    return made;
}
