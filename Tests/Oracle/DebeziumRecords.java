import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.ConnectHeaders;

/** The change events that Debezium's transformations get, and what else comes out of its connectors. */
final class DebeziumRecords {
    static final String DROPPED = "__debezium.unchanged_toast";
    static final Schema UUID = SchemaBuilder.string().name("io.debezium.data.Uuid").version(1).build();

    /** Events of one table. */
    record Table(String name, Schema row, List<Integer> records) { }

    private final TransformRecords base = new TransformRecords(7);
    final Random random = base.random;
    final List<Table> tables = new ArrayList<>();
    final List<Table> outboxes = new ArrayList<>();
    /** What is no change event of a row. */
    final List<Integer> others = new ArrayList<>();

    DebeziumRecords() {
        addTables();
        addOthers();
        addOutboxes();
    }

    List<ConnectRecord<?>> records() {
        return base.records;
    }

    boolean chance(double probability) {
        return base.chance(probability);
    }

    <T> T pick(List<T> list) {
        return base.pick(list);
    }

    Table table(String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst().orElseThrow();
    }

    // Envelopes

    private static Schema source(int kind) {
        SchemaBuilder builder = SchemaBuilder.struct().name("io.debezium.connector.postgresql.Source")
            .field("version", Schema.STRING_SCHEMA).field("connector", Schema.STRING_SCHEMA).field("name", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.INT64_SCHEMA)
            .field("snapshot", SchemaBuilder.string().name("io.debezium.data.Enum").version(1).optional().parameter("allowed", "true,last,false").defaultValue("false").build())
            .field("db", Schema.STRING_SCHEMA).field("sequence", Schema.OPTIONAL_STRING_SCHEMA).field("table", Schema.STRING_SCHEMA)
            .field("lsn", Schema.OPTIONAL_INT64_SCHEMA);
        if (kind % 2 == 1) builder.field("positions", SchemaBuilder.array(Schema.INT32_SCHEMA).optional().build()).field("id", Schema.OPTIONAL_INT32_SCHEMA);
        if (kind == 2) builder.version(2).field("op", Schema.OPTIONAL_STRING_SCHEMA);
        if (kind == 3) builder.optional();
        return builder.build();
    }

    private static Schema transaction() {
        return SchemaBuilder.struct().name("event.block").version(1).optional().field("id", Schema.STRING_SCHEMA)
            .field("total_order", Schema.INT64_SCHEMA).field("data_collection_order", Schema.INT64_SCHEMA).build();
    }

    private static Schema envelope(String name, Schema row, int kind) {
        SchemaBuilder builder = SchemaBuilder.struct().name(name).version(kind % 2 + 1);
        if (kind == 4) builder.optional();
        builder.field("before", row).field("after", row).field("source", source(kind));
        if (kind != 1) builder.field("transaction", transaction());
        builder.field("op", kind == 3 ? Schema.OPTIONAL_STRING_SCHEMA : Schema.STRING_SCHEMA).field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA);
        if (kind != 1) builder.field("ts_us", Schema.OPTIONAL_INT64_SCHEMA).field("ts_ns", Schema.OPTIONAL_INT64_SCHEMA);
        return builder.build();
    }

    private Struct event(Schema envelope, String op, Struct before, Struct after) {
        Struct event = new Struct(envelope).put("op", op);
        if (envelope.field("before") != null) event.put("before", before);
        if (envelope.field("after") != null) event.put("after", after);
        for (String name : List.of("source", "transaction", "ts_ms", "ts_us", "ts_ns", "updateDescription"))
            if (envelope.field(name) != null) event.put(name, base.value(envelope.field(name).schema(), chance(0.5)));
        return event;
    }

    private int add(String topic, Schema keySchema, Object key, Schema valueSchema, Object value, ConnectHeaders headers) {
        return base.add(topic, keySchema, key, valueSchema, value, chance(0.1) ? null : base.time(), headers);
    }

    // Tables

    private void addTables() {
        Schema key = SchemaBuilder.struct().name("pg.public.orders.Key").field("id", Schema.INT32_SCHEMA).field("tenant", Schema.OPTIONAL_STRING_SCHEMA).build();
        Map<String, SchemaBuilder> rows = new LinkedHashMap<>();
        rows.put("plain", row("plain").field("tenant", Schema.OPTIONAL_STRING_SCHEMA).field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .field("created", Timestamp.SCHEMA));
        rows.put("defaults", row("defaults").field("tenant", SchemaBuilder.string().optional().defaultValue("t0").build())
            .field("count", SchemaBuilder.int32().optional().defaultValue(7).build()).field("note", SchemaBuilder.string().defaultValue("none").build()));
        rows.put("clashing", row("clashing").field("__deleted", Schema.OPTIONAL_STRING_SCHEMA).field("__op", Schema.OPTIONAL_STRING_SCHEMA)
            .field("tenant", Schema.OPTIONAL_STRING_SCHEMA));
        rows.put("routed", row("routed").field("tenant", Schema.INT32_SCHEMA).field("note", Schema.STRING_SCHEMA));
        rows.put("documented", row("documented").doc("a row").version(3).parameter("p", "v").field("日本", Schema.OPTIONAL_STRING_SCHEMA)
            .field("a b", Schema.OPTIONAL_INT32_SCHEMA).field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build()));
        rows.put("empty", SchemaBuilder.struct().name("empty.Value").optional());
        for (int i = 0; i < 8; i++) {
            SchemaBuilder random = row("random" + i);
            for (String name : List.of("tenant", "note", "extra")) random.field(name, base.struct(1));
            rows.put("random" + i, random);
        }
        int kind = 0;
        for (Map.Entry<String, SchemaBuilder> row : rows.entrySet()) {
            addTable(row.getKey(), key, row.getValue().build(), kind++ % 5);
        }
    }

    private static SchemaBuilder row(String name) {
        return SchemaBuilder.struct().name("pg.public." + name + ".Value").optional().field("id", Schema.INT32_SCHEMA);
    }

    private void addTable(String name, Schema keySchema, Schema row, int kind) {
        Schema envelope = envelope("pg.public." + name + ".Envelope", row, kind);
        Table table = new Table(name, row, new ArrayList<>());
        for (String op : List.of("c", "u", "d", "d", "r", "t", "u", "m", "x")) {
            Struct before = op.equals("u") || op.equals("d") ? (Struct) base.value(row, true) : null;
            Struct after = op.equals("d") || op.equals("t") || op.equals("m") ? null : row(row);
            table.records().add(add("pg.public." + name, keySchema, key(keySchema), envelope, event(envelope, op, before, after), headers(row)));
        }
        if (kind == 3) table.records().add(add("no.op", null, null, envelope, event(envelope, null, null, row(row)), new ConnectHeaders()));
        // Tombstones, one of them with the schema of an event.
        table.records().add(add("pg.public." + name, keySchema, key(keySchema), null, null, headers(row)));
        table.records().add(add("pg.public." + name, keySchema, key(keySchema), envelope(
            "pg.public." + name + ".Envelope", row, 4), null, headers(row)));
        tables.add(table);
    }

    private Struct row(Schema schema) {
        return (Struct) base.value(schema, false) instanceof Struct struct ? struct : (Struct) base.value(schema, true);
    }

    private Struct key(Schema schema) {
        return chance(0.1) ? null : (Struct) base.value(schema, chance(0.5));
    }

    /** Headers, most of them with one that names fields to drop. */
    private ConnectHeaders headers(Schema row) {
        ConnectHeaders headers = chance(0.6) ? new ConnectHeaders() : base.headers();
        if (chance(0.2)) return headers;
        List<String> names = new ArrayList<>();
        for (var field : row.fields()) if (chance(0.4)) names.add(field.name());
        if (chance(0.3)) names.add("missing");
        if (chance(0.1)) names.add("tenant");
        if (chance(0.1)) names.add("__op");
        headers.add(DROPPED, chance(0.05) ? null : names, SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build());
        if (chance(0.1)) headers.add(DROPPED, List.of("id"), SchemaBuilder.array(Schema.STRING_SCHEMA).build());
        return headers;
    }

    // What has no row

    private void addOthers() {
        Schema heartbeat = SchemaBuilder.struct().name("io.debezium.connector.common.Heartbeat").version(1).field("ts_ms", Schema.INT64_SCHEMA).build();
        others.add(add("__debezium-heartbeat.pg", Schema.STRING_SCHEMA, "pg", heartbeat, new Struct(heartbeat).put("ts_ms", 5L), new ConnectHeaders()));
        Schema change = SchemaBuilder.struct().name("io.debezium.connector.mysql.SchemaChangeValue").version(1).field("ddl", Schema.OPTIONAL_STRING_SCHEMA).build();
        others.add(add("mysql", null, null, change, new Struct(change).put("ddl", "CREATE TABLE a"), new ConnectHeaders()));
        Schema transaction = SchemaBuilder.struct().name("io.debezium.connector.common.TransactionMetadataValue").version(1)
            .field("status", Schema.STRING_SCHEMA).field("id", Schema.STRING_SCHEMA).build();
        others.add(add("pg.transaction", null, null, transaction, new Struct(transaction).put("status", "BEGIN").put("id", "1"), base.headers()));
        others.add(add("text", null, "k", Schema.STRING_SCHEMA, "text", base.headers()));
        others.add(add("map", null, "k", null, Map.of("op", "c"), base.headers()));
        others.add(add("map", Schema.STRING_SCHEMA, "k", null, null, base.headers()));
        others.add(add("null", null, null, null, null, new ConnectHeaders()));
        others.add(add("optional", null, null, Schema.OPTIONAL_STRING_SCHEMA, null, new ConnectHeaders()));
        // Envelopes in name only.
        for (String name : List.of("x.Envelope", ".Envelope", "Envelope", "xEnvelope", "x.EnvelopeA", "x.envelope")) {
            Schema text = SchemaBuilder.string().name(name).build();
            others.add(add("named", null, null, text, "text", new ConnectHeaders()));
            Schema struct = SchemaBuilder.struct().name(name).field("op", Schema.STRING_SCHEMA).build();
            others.add(add("named", null, null, struct, new Struct(struct).put("op", "c"), new ConnectHeaders()));
        }
        Schema row = row("odd").field("tenant", Schema.OPTIONAL_STRING_SCHEMA).build();
        List<Schema> odd = List.of(
            SchemaBuilder.struct().name("odd1.Envelope").field("after", row).field("op", Schema.STRING_SCHEMA).field("source", Schema.OPTIONAL_STRING_SCHEMA).build(),
            SchemaBuilder.struct().name("odd2.Envelope").field("before", row).field("after", row).field("op", Schema.OPTIONAL_INT32_SCHEMA).build(),
            SchemaBuilder.struct().name("odd3.Envelope").field("before", Schema.OPTIONAL_STRING_SCHEMA).field("after", Schema.OPTIONAL_STRING_SCHEMA).field("op", Schema.STRING_SCHEMA).build(),
            SchemaBuilder.struct().name("odd4.Envelope").field("before", row).field("after", row).build());
        for (Schema schema : odd)
            for (int kind = 0; kind < 3; kind++) {
                Struct struct = new Struct(schema);
                for (var field : schema.fields()) {
                    boolean present = !field.name().equals("before") && !field.name().equals("after") || field.name().equals("before") && kind == 1 || field.name().equals("after") && kind == 0;
                    if (field.name().equals("op") && field.schema().type() == Schema.Type.STRING) struct.put("op", kind == 1 ? "d" : "c");
                    else if (present) struct.put(field, base.value(field.schema(), true));
                }
                others.add(add("odd", null, null, schema, struct, new ConnectHeaders()));
            }
    }

    // Outbox tables

    private static final List<String> JSON = List.of(
        "{\"a\":1,\"b\":\"text\",\"c\":true,\"d\":1.5,\"e\":null}", "{}", "{\"nested\":{\"a\":{\"b\":[1,2,3]}}}", "{\"list\":[\"a\",null,\"b\"],\"none\":[],\"nulls\":[null,null]}",
        "{\"long\":2147483648,\"int\":-2147483648,\"big\":1.0E+2,\"neg\":-0.0}", "{\"objects\":[{\"a\":1,\"b\":\"x\"},{\"a\":2,\"b\":null}]}",
        "{\"objects\":[{\"a\":1,\"b\":\"x\"},{\"a\":2}]}", "{\"deep\":[[1,2],[3]],\"日本\":\"ünïcode 😀\",\"a b\":\"\\u00e9\\n\\\"\"}", "{\"mixed\":[1,\"a\"]}", "{\"mixed\":[1,2.5]}", "{\"mixed\":[1,2147483648]}",
        "{\"a\":1", "{\"a\":1} trailing", "text", "", "  ", "5", "\"text\"", "null", "{\"a\":1,\"a\":2}", " {\"a\":1}", "{\"a\":{}}", "{\"a\":[{}]}", "{\"a\":[[]]}", "{\"a\":[[[{\"b\":1}]]]}",
        "{\"id\":\"4f\",\"total\":12.50,\"lines\":[{\"sku\":\"a\",\"n\":1},{\"sku\":\"b\",\"n\":2}]}", "{\"id\":\"5f\",\"total\":99.0,\"lines\":[{\"sku\":\"c\",\"n\":3}]}", "{'a':1}", "{\"a\":01}", "{\"a\":NaN}", "{\"a\":9223372036854775807}", "{\"\":1}", "{\"a\":\"\"}", "{\"d\":1e400}",
        "{\"o\":[{\"a\":1},{\"a\":2}],\"p\":[true,false],\"q\":[[\"x\"],[]]}");

    private void addOutboxes() {
        // A sink's record must have a partition, and those that are routed have none.
        base.sinks = 0.03;
        List<SchemaBuilder> payloads = List.of(SchemaBuilder.string().optional(), SchemaBuilder.string().name("io.debezium.data.Json").version(1).optional(), SchemaBuilder.bytes().optional(),
            SchemaBuilder.struct().name("Body").optional().field("a", Schema.OPTIONAL_INT32_SCHEMA), SchemaBuilder.string().optional().defaultValue("standard"), SchemaBuilder.string());
        List<Schema> ids = List.of(UUID, Schema.STRING_SCHEMA, Schema.INT64_SCHEMA, UUID, SchemaBuilder.int32().optional().defaultValue(3).build(), UUID);
        List<Schema> keys = List.of(Schema.STRING_SCHEMA, Schema.INT64_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA, SchemaBuilder.string().optional().defaultValue("key0").build(), Schema.STRING_SCHEMA, Schema.BYTES_SCHEMA);
        List<Schema> times = List.of(time("Timestamp", false), time("MicroTimestamp", true), time("NanoTimestamp", false), Schema.INT64_SCHEMA, time("ZonedTime", true), Schema.STRING_SCHEMA);
        for (int kind = 0; kind < payloads.size(); kind++) {
            SchemaBuilder builder = SchemaBuilder.struct().name(List.of("pg.public.outbox.Value", "outbox", "a.b.Value", "pg.outbox.", ".Value", "Outbox.Value").get(kind)).optional()
                .field("id", ids.get(kind)).field("aggregatetype", kind == 2 ? Schema.OPTIONAL_STRING_SCHEMA : Schema.STRING_SCHEMA).field("aggregateid", keys.get(kind))
                .field("type", Schema.STRING_SCHEMA).field("payload", payloads.get(kind).build()).field("at", times.get(kind))
                .field("version", kind == 5 ? Schema.STRING_SCHEMA : Schema.INT32_SCHEMA).field("tenant", SchemaBuilder.string().optional().defaultValue("t0").build())
                .field("part", Schema.OPTIONAL_INT32_SCHEMA).field("flag", Schema.OPTIONAL_BOOLEAN_SCHEMA).field("payload2", Schema.OPTIONAL_STRING_SCHEMA);
            Schema row = builder.build();
            Schema envelope = envelope(row.name() + ".Envelope", row, kind % 5);
            Table table = new Table("outbox" + kind, row, new ArrayList<>());
            for (int i = 0; i < (kind < 2 ? JSON.size() : 8); i++)
                table.records().add(outbox(envelope, row, "c", i < JSON.size() ? JSON.get(i) : null, List.of("order", "Customer")));
            for (String op : List.of("r", "c", "c", "u", "d", "t", "x"))
                table.records().add(outbox(envelope, row, op, chance(0.3) ? null : pick(JSON), List.of("order", "customer.x", "日本", "", "a-b 5")));
            table.records().add(add("outbox", null, "k", null, null, base.headers()));
            outboxes.add(table);
        }
    }

    private static Schema time(String name, boolean optional) {
        SchemaBuilder builder = SchemaBuilder.int64().name("io.debezium.time." + name).version(1);
        return optional ? builder.optional().build() : builder.build();
    }

    private int outbox(Schema envelope, Schema row, String op, String payload, List<String> types) {
        Struct after = op.equals("d") || op.equals("t") ? null : (Struct) base.value(row, true);
        if (after != null) {
            after.put("aggregatetype", row.field("aggregatetype").schema().isOptional() && chance(0.1) ? null : pick(types));
            if (row.field("payload").schema().type() == Schema.Type.STRING)
                after.put("payload", payload == null && !row.field("payload").schema().isOptional() ? "" : payload);
            for (String name : List.of("at", "part", "tenant", "aggregateid"))
                if (row.field(name).schema().isOptional() && chance(0.3)) after.put(name, null);
        }
        Struct before = op.equals("u") || op.equals("d") ? (Struct) base.value(row, true) : null;
        String key = "k" + random.nextInt(9);
        ConnectHeaders headers = chance(0.6) ? new ConnectHeaders() : base.headers();
        Struct event = event(envelope, op, before, after);
        return add("pg.public.outbox", Schema.STRING_SCHEMA, key, envelope, event, headers);
    }
}
