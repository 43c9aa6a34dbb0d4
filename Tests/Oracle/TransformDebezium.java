import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.ConnectHeaders;

/** What Debezium's transformations get: the events of its connectors, and whatever else comes along a topic. */
final class TransformDebezium {
    private static final String ROW = "server1.inventory.customers";
    private static final Schema SOURCE = SchemaBuilder.struct().name("io.debezium.connector.postgresql.Source").version(1)
        .field("version", Schema.STRING_SCHEMA).field("connector", Schema.STRING_SCHEMA).field("name", Schema.STRING_SCHEMA).field("ts_ms", Schema.INT64_SCHEMA)
        .field("snapshot", SchemaBuilder.string().name("io.debezium.data.Enum").version(1).parameter("allowed", "true,last,false").optional().defaultValue("false").build())
        .field("db", Schema.STRING_SCHEMA).field("sequence", Schema.OPTIONAL_STRING_SCHEMA).field("schema", Schema.STRING_SCHEMA).field("table", Schema.STRING_SCHEMA)
        .field("txId", Schema.OPTIONAL_INT64_SCHEMA).field("lsn", Schema.OPTIONAL_INT64_SCHEMA).build();
    private static final Schema TRANSACTION = SchemaBuilder.struct().name("event.block").version(1).optional()
        .field("id", Schema.STRING_SCHEMA).field("total_order", Schema.INT64_SCHEMA).field("data_collection_order", Schema.INT64_SCHEMA).build();

    private final TransformRecords records;
    private final Random random = new Random(7);
    private final List<TransformCases.Case> cases = new ArrayList<>();

    TransformDebezium(TransformRecords records) {
        this.records = records;
    }

    Map<String, List<TransformCases.Case>> families() {
        Map<String, List<TransformCases.Case>> families = new LinkedHashMap<>();
        extractNewRecordState();
        families.put("ExtractNewRecordState", new ArrayList<>(cases));
        cases.clear();
        eventRouter();
        families.put("EventRouter", cases);
        return families;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> List<T> sample(List<T> list, int count) {
        List<T> sample = new ArrayList<>();
        for (int i = 0; i < count; i++) sample.add(pick(list));
        return sample;
    }

    private static void put(Map<String, String> config, String name, String value) {
        if (value != null) config.put(name, value);
    }

    // Events

    private static Schema envelope(Schema row) {
        return SchemaBuilder.struct().name(ROW + ".Envelope").version(2).field("before", row).field("after", row).field("source", SOURCE)
            .field("transaction", TRANSACTION).field("op", Schema.STRING_SCHEMA).field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA).field("ts_ns", Schema.OPTIONAL_INT64_SCHEMA).build();
    }

    private Struct event(Schema envelope, String op, Struct before, Struct after) {
        long time = records.time();
        Struct source = new Struct(SOURCE).put("version", "3.6.3.Final").put("connector", "postgresql").put("name", "server1").put("ts_ms", time)
            .put("db", "inventory").put("schema", "public").put("table", "customers").put("txId", chance(0.5) ? 571L : null).put("lsn", chance(0.7) ? (Long) 24023128L : null);
        if (chance(0.5)) source.put("snapshot", pick(List.of("true", "last", "false")));
        Struct event = new Struct(envelope).put("before", before).put("after", after).put("source", source).put("op", op);
        if (chance(0.3)) event.put("transaction", new Struct(TRANSACTION).put("id", "571:24023128").put("total_order", 1L).put("data_collection_order", 2L));
        if (chance(0.9)) event.put("ts_ms", time + 5).put("ts_us", (time + 5) * 1000).put("ts_ns", (time + 5) * 1000000);
        return event;
    }

    private int add(Schema keySchema, Object key, Schema valueSchema, Object value) {
        ConnectHeaders headers = new ConnectHeaders();
        if (chance(0.2)) headers.addString("trace", "abc");
        if (chance(0.5)) headers.add("drop", pick(List.of(List.of("name"), List.of("name", "email"), List.of("id"), List.of("missing"), List.of(), List.of("score", "amount", "flag"))),
            SchemaBuilder.array(Schema.STRING_SCHEMA).build());
        return records.add(ROW, keySchema, key, valueSchema, value, chance(0.3) ? null : records.time(), headers);
    }

    /** What is no event of a row. */
    private List<Integer> others() {
        Schema heartbeat = SchemaBuilder.struct().name("io.debezium.connector.common.Heartbeat").version(1).field("ts_ms", Schema.INT64_SCHEMA).build();
        Schema change = SchemaBuilder.struct().name("io.debezium.connector.mysql.SchemaChangeValue").version(1).field("ddl", Schema.OPTIONAL_STRING_SCHEMA).build();
        Schema transaction = SchemaBuilder.struct().name("io.debezium.connector.common.TransactionMetadataValue").version(1).field("status", Schema.STRING_SCHEMA).field("id", Schema.STRING_SCHEMA).build();
        Schema strange = SchemaBuilder.struct().name("x.Envelope").field("a", Schema.STRING_SCHEMA).build();
        Schema plain = SchemaBuilder.struct().field("after", Schema.OPTIONAL_STRING_SCHEMA).field("op", Schema.STRING_SCHEMA).build();
        return List.of(
            add(Schema.STRING_SCHEMA, "k", heartbeat, new Struct(heartbeat).put("ts_ms", 5L)), add(null, null, change, new Struct(change).put("ddl", "CREATE TABLE t")),
            add(null, null, transaction, new Struct(transaction).put("status", "BEGIN").put("id", "1")), add(null, null, strange, new Struct(strange).put("a", "b")),
            add(null, null, plain, new Struct(plain).put("op", "c")), add(Schema.STRING_SCHEMA, "k", null, null), add(null, null, null, null),
            add(Schema.STRING_SCHEMA, "k", envelope(rows().get(0)), null), add(null, "k", null, Map.of("op", "c")), add(null, "k", Schema.STRING_SCHEMA, "text"));
    }

    private static List<Schema> rows() {
        return List.of(
            SchemaBuilder.struct().optional().name(ROW + ".Value").field("id", Schema.INT32_SCHEMA).field("name", Schema.OPTIONAL_STRING_SCHEMA)
                .field("email", SchemaBuilder.string().defaultValue("none").build()).field("score", Schema.OPTIONAL_FLOAT64_SCHEMA).build(),
            SchemaBuilder.struct().optional().name(ROW + ".Value").version(2).field("id", Schema.INT32_SCHEMA).field("name", Schema.STRING_SCHEMA)
                .field("amount", Decimal.builder(2).optional().build()).field("created", Timestamp.builder().optional().build())
                .field("flag", SchemaBuilder.bool().optional().defaultValue(true).build()).build(),
            SchemaBuilder.struct().optional().name(ROW + ".Value").field("id", Schema.INT64_SCHEMA).field("__op", Schema.OPTIONAL_STRING_SCHEMA)
                .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build()).field("日本", Schema.OPTIONAL_STRING_SCHEMA)
                .field("point", SchemaBuilder.struct().optional().field("x", Schema.INT32_SCHEMA).build()).build());
    }

    private Struct row(Schema schema) {
        return (Struct) records.value(schema, true);
    }

    // ExtractNewRecordState

    private void extractNewRecordState() {
        List<Integer> inputs = new ArrayList<>();
        for (Schema row : rows()) {
            Schema key = SchemaBuilder.struct().name(ROW + ".Key").field("id", row.field("id").schema()).build();
            Schema envelope = envelope(row);
            for (String op : List.of("c", "r", "u", "d", "u", "d", "t", "m", "c", "u")) {
                Struct before = "ud".contains(op) && chance(0.8) ? row(row) : null;
                Struct after = "cru".contains(op) ? (Struct) records.value(row, chance(0.5)) : null;
                if ("cru".contains(op) && after == null) after = row(row);
                Struct of = after != null ? after : before;
                inputs.add(add(key, of == null ? null : new Struct(key).put("id", of.get("id")), envelope, event(envelope, op, before, after)));
            }
        }
        List<Integer> others = others();
        List<String> fields = List.of("op", "table", "lsn", "source.ts_ms", "ts_ms", "transaction.id", "transaction.total_order", "source.version:ver", "op:operation", "source.snapshot", "version", "connector",
            "source.txId", "missing", "source.missing", "before.name", "after.id", "before", "db:database", "id", "name");
        List<String> columns = List.of("id", "name", "email", "missing", "日本", "score", "flag");
        String type = "io.debezium.transforms.ExtractNewRecordState";
        for (int i = 0; i < 450; i++) {
            Map<String, String> config = new LinkedHashMap<>();
            put(config, "delete.tombstone.handling.mode", chance(0.2) ? null : pick(List.of("drop", "tombstone", "rewrite", "rewrite-with-tombstone", "delete-to-tombstone")));
            if (chance(0.25)) put(config, "route.by.field", pick(columns));
            if (chance(0.5)) put(config, "add.fields", String.join(",", sample(fields, 1 + random.nextInt(3))));
            if (chance(0.2)) put(config, "add.fields.prefix", pick(List.of("", "m_", "__")));
            if (chance(0.4)) put(config, "add.headers", String.join(",", sample(fields, 1 + random.nextInt(3))));
            if (chance(0.2)) put(config, "add.headers.prefix", pick(List.of("", "m_")));
            if (chance(0.3)) {
                put(config, "drop.fields.header.name", chance(0.9) ? "drop" : "trace");
                if (chance(0.5)) put(config, "drop.fields.from.key", Boolean.toString(chance(0.5)));
                if (chance(0.5)) put(config, "drop.fields.keep.schema.compatible", Boolean.toString(chance(0.5)));
            }
            List<Integer> chosen = sample(inputs, 5 + random.nextInt(4));
            if (chance(0.4)) chosen.add(random.nextInt(chosen.size()), pick(others));
            cases.add(new TransformCases.Case(type, config, chosen));
        }
        for (int other : others) cases.add(new TransformCases.Case(type, Map.of(), List.of(other)));
        for (String mode : List.of("nonsense", "", "DROP", "none")) cases.add(new TransformCases.Case(type, Map.of("delete.tombstone.handling.mode", mode), inputs.subList(0, 6)));
    }

    // EventRouter

    private static final List<String> PAYLOADS = Arrays.asList(
        "{\"a\":1}", "{\"id\":\"x\",\"n\":1.5,\"big\":5000000000,\"t\":true,\"nul\":null}", "{\"nested\":{\"deep\":{\"a\":[1,2,3]}}}", "[1,2,3]", "[{\"a\":1},{\"a\":2}]", "[{\"a\":1},{\"b\":\"x\"}]", "[1,\"two\"]", "[]", "{}",
        "[[1],[2]]", "{\"empty\":[]}", "{\"mixed\":[1,null,2]}", "{\"allnull\":[null,null]}", "not json", "{broken", "\"text\"", "5", "true", "null", "", "{\"日本\":\"é\"}", "{\"a\":{\"b\":null}}", "{\"d\":1e400}", "{\"n\":12345678901234567890}",
        "{\"a\":[{\"b\":[1.5,2]},{\"b\":[3]}]}", "  {\"padded\": 1}  ", "{\"o\":[{}]}");

    private List<Integer> outbox(Schema payload, boolean bytes, String time) {
        boolean zoned = "io.debezium.time.ZonedTimestamp".equals(time);
        SchemaBuilder created = (zoned ? SchemaBuilder.string() : SchemaBuilder.int64()).optional();
        if (time != null) created.name(time).version(1);
        Schema row = SchemaBuilder.struct().optional().name("server1.public.outbox.Value").version(bytes ? 3 : 1).field("id", Schema.STRING_SCHEMA).field("aggregatetype", Schema.STRING_SCHEMA)
            .field("aggregateid", Schema.OPTIONAL_STRING_SCHEMA).field("type", Schema.STRING_SCHEMA).field("payload", payload).field("created", created.build())
            .field("version", Schema.OPTIONAL_INT32_SCHEMA).field("tenant", Schema.OPTIONAL_STRING_SCHEMA).field("deleted", SchemaBuilder.bool().optional().defaultValue(false).build())
            .field("tracingspancontext", Schema.OPTIONAL_STRING_SCHEMA).build();
        Schema envelope = envelope(row);
        Schema key = SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA).build();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Struct of = new Struct(row).put("id", "id-" + i).put("aggregatetype", pick(List.of("Order", "Customer", "Ünïcode", "a.b"))).put("type", pick(List.of("OrderCreated", "OrderLineUpdated")))
                .put("aggregateid", chance(0.9) ? "agg" + random.nextInt(9) : null).put("created", chance(0.8) ? zoned ? java.time.Instant.ofEpochMilli(1500000000000L + i * 1001L).toString() : (Object) records.time() : null).put("version", chance(0.7) ? random.nextInt(3) : null)
                .put("tenant", chance(0.7) ? "t1" : null);
            if (payload.type() == Schema.Type.STRUCT) of.put("payload", records.value(payload, false));
            else if (chance(0.9) || !payload.isOptional()) {
                String text = i < PAYLOADS.size() ? PAYLOADS.get(i) : pick(PAYLOADS);
                of.put("payload", bytes ? text.getBytes(StandardCharsets.UTF_8) : text);
            }
            String op = pick(List.of("c", "c", "c", "c", "r", "u", "d"));
            boolean gone = op.equals("d");
            numbers.add(add(key, new Struct(key).put("id", of.getString("id")), envelope, event(envelope, op, gone ? of : null, gone ? null : of)));
        }
        return numbers;
    }

    private void eventRouter() {
        // A sink's record cannot lose its partition, which the router takes away.
        records.sinks = 0.05;
        List<List<Integer>> tables = List.of(
            outbox(Schema.OPTIONAL_STRING_SCHEMA, false, "io.debezium.time.Timestamp"), outbox(Schema.STRING_SCHEMA, false, "io.debezium.time.MicroTimestamp"),
            outbox(SchemaBuilder.string().name("io.debezium.data.Json").version(1).optional().build(), false, "io.debezium.time.NanoTimestamp"),
            outbox(Schema.OPTIONAL_BYTES_SCHEMA, true, "io.debezium.time.ZonedTimestamp"),
            outbox(SchemaBuilder.struct().optional().name("Payload").field("a", Schema.INT32_SCHEMA).field("b", Schema.OPTIONAL_STRING_SCHEMA).build(), false, null));
        List<Integer> others = others();
        List<String> placements = List.of("tenant:header", "tenant:envelope", "type:header:eventType", "type:envelope:kind", "version:envelope", "deleted:header", "version:partition", "version:partition", "type:header",
            "created:header:at", "aggregateid:envelope", "deleted:envelope:gone", "deleted:envelope", "type:envelope", "tenant:header", "tenant:partition", "missing:header", "tenant:nowhere", "tenant");
        String type = "io.debezium.transforms.outbox.EventRouter";
        for (int i = 0; i < 450; i++) {
            Map<String, String> config = new LinkedHashMap<>();
            if (chance(0.1)) put(config, "table.field.event.id", pick(List.of("aggregateid", "aggregateid", "type", "missing")));
            if (chance(0.2)) put(config, "table.field.event.key", pick(List.of("id", "tenant", "type", "version", "missing")));
            if (chance(0.1)) put(config, "table.field.event.payload", pick(List.of("tenant", "type", "version", "missing")));
            if (chance(0.3)) put(config, "table.field.event.timestamp", pick(List.of("created", "created", "created", "created", "created", "missing", "tenant")));
            if (chance(0.5)) put(config, "table.fields.additional.placement", String.join(",", sample(placements, 1 + random.nextInt(3))));
            if (chance(0.2)) put(config, "table.field.additional.missing", pick(List.of("ignore", "error")));
            if (chance(0.2)) put(config, "table.field.event.schema.version", pick(List.of("version", "version", "version", "missing", "tenant")));
            if (chance(0.4)) put(config, "table.op.invalid.behavior", pick(List.of("warn", "warn", "error", "fatal")));
            if (chance(0.5)) put(config, "table.expand.json.payload", Boolean.toString(chance(0.9)));
            if (chance(0.3)) put(config, "table.json.payload.null.behavior", pick(List.of("ignore", "optional_bytes")));
            if (chance(0.2)) put(config, "route.by.field", pick(List.of("type", "type", "type", "tenant", "missing", "version")));
            if (chance(0.2)) put(config, "route.topic.regex", pick(List.of("(?<routedByValue>.*)", "(.*)er", "Order", "(?<x>.)(?<routedByValue>.*)")));
            if (chance(0.2)) put(config, "route.topic.replacement", pick(List.of("${routedByValue}", "events", "$1.events", "x.${routedByValue}.y")));
            if (chance(0.3)) put(config, "route.tombstone.on.empty.payload", Boolean.toString(chance(0.8)));
            List<Integer> table = pick(tables);
            List<Integer> chosen = sample(table, 5 + random.nextInt(4));
            if (chance(0.2)) chosen.add(pick(pick(tables)));
            if (chance(0.2)) chosen.add(random.nextInt(chosen.size()), pick(others));
            cases.add(new TransformCases.Case(type, config, chosen));
        }
        for (List<Integer> table : tables)
            for (String nulls : List.of("ignore", "optional_bytes")) {
                Map<String, String> config = new LinkedHashMap<>();
                put(config, "table.expand.json.payload", "true");
                put(config, "table.json.payload.null.behavior", nulls);
                cases.add(new TransformCases.Case(type, config, table));
            }
        for (int other : others) cases.add(new TransformCases.Case(type, Map.of(), List.of(other)));
        for (Map<String, String> bad : List.of(
            Map.of("table.op.invalid.behavior", "nonsense"), Map.of("table.json.payload.null.behavior", "x"), Map.of("route.topic.regex", "("), Map.of("table.fields.additional.placement", "a:b:c:d"),
            Map.of("table.field.additional.missing", "x"), Map.of("table.expand.json.payload", "maybe"), Map.of("route.topic.replacement", ""), Map.of("route.topic.regex", "")))
            cases.add(new TransformCases.Case(type, bad, tables.get(0).subList(0, 4)));
    }
}
