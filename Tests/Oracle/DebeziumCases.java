import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The configurations of each of Debezium's classes, each with the records that one instance gets in this order. */
final class DebeziumCases {
    private static final String EXTRACT = "io.debezium.transforms.ExtractNewRecordState";
    private static final String ROUTER = "io.debezium.transforms.outbox.EventRouter";
    private static final List<String> FIELDS = List.of(
        "op", "ts_ms", "ts_us", "ts_ns", "source.ts_ms", "source.db", "table", "lsn", "snapshot", "sequence", "name:origin", "source.table:t", "missing", "source.missing", "op:OP", "positions",
        "source.op", "version", "connector", "db", "source.positions:p", "before", "after", "source", "source.source");
    private static final List<String> TRANSACTION = List.of("id", "transaction.id", "total_order", "transaction.total_order:order", "data_collection_order", "transaction", "transaction.missing", "updateDescription");

    private final DebeziumRecords records;
    private final Random random = new Random(36);
    private final List<TransformCases.Case> cases = new ArrayList<>();

    DebeziumCases(DebeziumRecords records) {
        this.records = records;
    }

    Map<String, List<TransformCases.Case>> families() {
        Map<String, List<TransformCases.Case>> families = new LinkedHashMap<>();
        extractNewRecordState();
        families.put("ExtractNewRecordState", List.copyOf(cases));
        cases.clear();
        eventRouter();
        families.put("EventRouter", List.copyOf(cases));
        return families;
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private <T> List<T> sample(List<T> list, int count) {
        List<T> sample = new ArrayList<>();
        for (int i = 0; i < count; i++) sample.add(pick(list));
        return sample;
    }

    private void add(String name, Map<String, String> config, List<Integer> inputs) {
        cases.add(new TransformCases.Case(name, new LinkedHashMap<>(config), List.copyOf(inputs)));
    }

    private void addBad(String name, String... settings) {
        Map<String, String> config = new LinkedHashMap<>();
        for (int i = 0; i < settings.length; i += 2) config.put(settings[i], settings[i + 1]);
        add(name, config, List.of(records.tables.get(0).records().get(0), records.tables.get(0).records().get(2)));
    }

    // ExtractNewRecordState

    private static final List<String> MODES = List.of("drop", "tombstone", "rewrite", "rewrite-with-tombstone", "delete-to-tombstone", "Rewrite", " DROP ");

    private void extractNewRecordState() {
        List<Integer> all = new ArrayList<>(records.others);
        for (DebeziumRecords.Table table : records.tables) all.addAll(table.records());
        add(EXTRACT, Map.of(), all);
        for (String mode : MODES) {
            add(EXTRACT, Map.of("delete.tombstone.handling.mode", mode), all);
            add(EXTRACT, Map.of("delete.tombstone.handling.mode", mode, "replace.null.with.default", "false"), sample(all, 80));
            add(EXTRACT, Map.of("delete.tombstone.handling.mode", mode, "add.headers", "op,source.table,source.db:db"), all);
            for (String field : List.of("tenant", "note", "missing", "id"))
                add(EXTRACT, Map.of("delete.tombstone.handling.mode", mode, "route.by.field", field), sample(all, 50));
            for (String keep : List.of("true", "false"))
                for (String key : List.of("true", "false"))
                    add(EXTRACT, Map.of("delete.tombstone.handling.mode", mode, "drop.fields.header.name", DebeziumRecords.DROPPED,
                        "drop.fields.from.key", key, "drop.fields.keep.schema.compatible", keep), sample(all, 80));
        }
        for (String field : FIELDS) {
            add(EXTRACT, Map.of("add.fields", field), sample(all, 20));
            add(EXTRACT, Map.of("add.headers", field), sample(all, 20));
        }
        for (String field : TRANSACTION) {
            add(EXTRACT, Map.of("add.fields", field, "delete.tombstone.handling.mode", "rewrite"), sample(all, 20));
            add(EXTRACT, Map.of("add.headers", field, "delete.tombstone.handling.mode", "rewrite"), sample(all, 20));
        }
        for (int i = 0; i < 400; i++) add(EXTRACT, anyExtract(), inputs());
        for (String fields : List.of("a:b:c", ":", ".", "a.", ".a", "a.b.c", "", " ", ",", "op,", ",op", "op , source.db ", "op:", "op,op", ":x", "op:a,ts_ms:a", "..", "a..b"))
            for (String setting : List.of("add.fields", "add.headers")) addBad(EXTRACT, setting, fields);
        for (String mode : List.of("", "none", "rewrite_with_tombstone", "tombstones")) addBad(EXTRACT, "delete.tombstone.handling.mode", mode);
        for (String setting : List.of("drop.fields.from.key", "drop.fields.keep.schema.compatible", "replace.null.with.default"))
            // What is neither of replace.null.with.default is the default there.
            for (String value : setting.startsWith("replace") ? List.of("TRUE", " false ") : List.of("maybe", "TRUE", " false ", "")) addBad(EXTRACT, setting, value, "delete.tombstone.handling.mode", "rewrite");
        addBad(EXTRACT, "add.fields.prefix", "", "add.fields", "op,source.db");
        addBad(EXTRACT, "add.headers.prefix", "", "add.headers", "op,source.db");
        addBad(EXTRACT, "drop.tombstones", "false", "delete.handling.mode", "rewrite");
        addBad(EXTRACT, "drop.fields.header.name", " ");
        addBad(EXTRACT, "route.by.field", " ");
    }

    private Map<String, String> anyExtract() {
        Map<String, String> config = new LinkedHashMap<>();
        if (chance(0.8)) config.put("delete.tombstone.handling.mode", pick(MODES));
        if (chance(0.5)) config.put("add.fields", String.join(",", sample(FIELDS.subList(0, 22), 1 + random.nextInt(3))) + (chance(0.1) ? ",transaction.id" : ""));
        if (chance(0.5)) config.put("add.headers", String.join(", ", sample(FIELDS, 1 + random.nextInt(3))) + (chance(0.1) ? ",id" : ""));
        if (chance(0.2)) config.put("add.fields.prefix", pick(List.of("", "_", "日本.", "cdc ")));
        if (chance(0.2)) config.put("add.headers.prefix", pick(List.of("", "_", "h.", "日本")));
        if (chance(0.3)) config.put("route.by.field", pick(List.of("tenant", "note", "id", "missing")));
        if (chance(0.3)) config.put("replace.null.with.default", pick(List.of("true", "false")));
        if (chance(0.5)) {
            config.put("drop.fields.header.name", chance(0.9) ? DebeziumRecords.DROPPED : "h1");
            if (chance(0.5)) config.put("drop.fields.from.key", pick(List.of("true", "false")));
            if (chance(0.6)) config.put("drop.fields.keep.schema.compatible", pick(List.of("true", "false")));
        }
        return config;
    }

    /** Events of a few tables, so that the schemas change back and forth, and now and then something else. */
    private List<Integer> inputs() {
        List<Integer> inputs = new ArrayList<>();
        for (DebeziumRecords.Table table : List.of(pick(records.tables), pick(records.tables))) inputs.addAll(sample(table.records(), 6));
        if (chance(0.3)) inputs.add(pick(records.others));
        java.util.Collections.shuffle(inputs, random);
        return inputs;
    }

    // EventRouter

    private static final List<String> PLACEMENTS = List.of(
        "type:header", "type:header:eventType", "tenant:header", "part:partition", "flag:header:f", "version:header", "at:header:when", "id:header", "missing:header", "missing:partition", "tenant:partition");
    private static final List<String> ENVELOPED = List.of("type:envelope", "type:envelope:eventType", "tenant:envelope", "flag:envelope", "missing:envelope", "id:envelope:id2", "type:envelope:payload");

    private void eventRouter() {
        for (DebeziumRecords.Table outbox : records.outboxes) {
            List<Integer> all = outbox.records();
            add(ROUTER, Map.of(), all);
            for (String placement : PLACEMENTS)
                for (String missing : List.of("error", "ignore"))
                    add(ROUTER, Map.of("table.fields.additional.placement", placement, "table.field.additional.missing", missing), sample(all, 6));
            for (String behavior : List.of("warn", "error", "fatal")) add(ROUTER, Map.of("table.op.invalid.behavior", behavior), all);
            for (String nulls : List.of("ignore", "optional_bytes")) {
                add(ROUTER, Map.of("table.expand.json.payload", "true", "table.json.payload.null.behavior", nulls), all);
                add(ROUTER, Map.of("table.expand.json.payload", "true", "table.json.payload.null.behavior", nulls, "table.fields.additional.placement", "type:header",
                    "route.tombstone.on.empty.payload", "true"), all);
            }
            add(ROUTER, Map.of("route.tombstone.on.empty.payload", "true"), all);
            for (String field : List.of("at", "missing", "version")) add(ROUTER, Map.of("table.field.event.timestamp", field), all);
            for (String field : List.of("type", "missing", "id", "payload")) {
                for (String setting : List.of("table.field.event.id", "table.field.event.key", "table.field.event.type", "table.field.event.payload", "route.by.field", "table.field.event.schema.version"))
                    add(ROUTER, Map.of(setting, field), sample(all, 6));
            }
            // The first event decides the name of an envelope's schema, so these get one.
            for (String placement : ENVELOPED)
                for (int record : sample(all, 5)) {
                    add(ROUTER, Map.of("table.fields.additional.placement", placement), List.of(record));
                    add(ROUTER, Map.of("table.fields.additional.placement", placement + ",tenant:header,part:partition", "table.expand.json.payload", "true",
                        "table.field.additional.missing", pick(List.of("error", "ignore"))), List.of(record));
                    add(ROUTER, Map.of("table.fields.additional.placement", placement, "table.field.event.schema.version", pick(List.of("version", "part", "missing"))), List.of(record));
                }
            for (String[] route : new String[][] {{"(.*)", "events.$1"}, {"(?<routedByValue>.*)", "${routedByValue}"}, {"order", "orders"}, {"(?i)CUSTOMER(.*)", "c$1"}, {"(o)(r)der", "$2$1"},
                    {"(?<routedByValue>.*)", "plain"}, {"x", "y"}, {"(?<x>.)(?<routedByValue>.*)", "$1.${routedByValue}"}, {"(.*)er", "$1"}, {"(.*)er", "$2"}, {"order", "x.${routedByValue}"},
                    {"[a-z]+", "outbox.$0"}, {"(?<routedByValue>(?=o).*)", "${routedByValue}\\\\$"}})
                add(ROUTER, Map.of("route.topic.regex", route[0], "route.topic.replacement", route[1]), sample(all, 6));
        }
        for (int i = 0; i < 150; i++) add(ROUTER, anyRouter(), sample(pick(records.outboxes).records(), 8));
        add(ROUTER, Map.of(), records.others);
        List<Integer> rows = new ArrayList<>();
        for (DebeziumRecords.Table table : records.tables) rows.addAll(sample(table.records(), 4));
        add(ROUTER, Map.of(), rows);
        add(ROUTER, Map.of("table.field.event.payload", "note", "table.field.event.key", "id", "route.by.field", "note"), rows);
        for (String placement : List.of("", "type", "type:", "a:b:c:d", "type:header,", ",", " type : header : x ", "type:HEADER", "type:header,type:header:b", ":header", "type: Partition "))
            addBad(ROUTER, "table.fields.additional.placement", placement);
        for (String setting : List.of("table.op.invalid.behavior", "table.json.payload.null.behavior", "table.field.additional.missing"))
            for (String value : List.of("", "never", "WARN", "ignore", "Error")) addBad(ROUTER, setting, value);
        for (String setting : List.of("table.expand.json.payload", "route.tombstone.on.empty.payload", "tracing.with.context.field.only")) addBad(ROUTER, setting, "maybe");
        addBad(ROUTER, "route.topic.regex", "(");
        addBad(ROUTER, "tracing.span.context.field", "x", "tracing.operation.name", "y");
        for (String setting : List.of("table.field.event.id", "table.field.event.key", "table.field.event.payload", "route.by.field", "route.topic.replacement")) addBad(ROUTER, setting, "");
    }

    private Map<String, String> anyRouter() {
        Map<String, String> config = new LinkedHashMap<>();
        if (chance(0.5)) config.put("table.fields.additional.placement", String.join(chance(0.2) ? " , " : ",", sample(PLACEMENTS.subList(0, 8), 1 + random.nextInt(3))));
        if (chance(0.4)) config.put("table.expand.json.payload", "true");
        if (chance(0.4)) config.put("table.json.payload.null.behavior", pick(List.of("ignore", "optional_bytes", "OPTIONAL_BYTES")));
        if (chance(0.3)) config.put("route.tombstone.on.empty.payload", pick(List.of("true", "false")));
        if (chance(0.2)) config.put("table.field.event.timestamp", "at");
        if (chance(0.2)) config.put("table.field.event.key", pick(List.of("id", "tenant", "type")));
        if (chance(0.2)) config.put("table.field.event.id", pick(List.of("tenant", "type")));
        if (chance(0.2)) config.put("table.field.event.payload", pick(List.of("payload2", "tenant", "at")));
        if (chance(0.2)) config.put("route.by.field", pick(List.of("type", "tenant", "payload2")));
        if (chance(0.2)) config.put("route.topic.replacement", pick(List.of("to-${routedByValue}", "fixed")));
        if (chance(0.2)) config.put("table.op.invalid.behavior", pick(List.of("warn", "error", "fatal")));
        return config;
    }
}
