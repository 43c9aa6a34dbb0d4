import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;

/** The records that transformations get: written out where an edge matters, drawn from a seeded generator for the rest. */
final class TransformRecords {
    static final List<String> NAMES = List.of(
        "a", "b", "c", "id", "name", "ts", "amount", "flag", "payload", "nested", "items", "attrs", "日本", "naïve",
        "with space", "a.b", "nested.a", "back`tick", "😀", "A");
    static final List<String> TEXTS = List.of(
        "", "text", "42", "-7", "+8", "007", "1e3", "1.5", "-0.0", ".5", "5.", "NaN", "Infinity", "-Infinity", " 5 ", "0x10", "1_000",
        "127", "128", "-129", "32768", "2147483648", "9223372036854775807", "9223372036854775808", "1e400", "1f", "2d", "3L",
        "true", "TRUE", "false", "yes", "2020-01-02", "2020-01-02T03:04:05", "ünïcode", "日本語", "😀", "line\nbreak", "\"quoted\\\"", "٣");
    static final long[] TIMES = {
        0, 1, -1, 999, -999, 1577934245006L, 1582934400123L, 253402300799999L, 253402300800000L, -62135596800000L, -62135596800001L,
        4102444800000L, 7258118400123L, -2208988800000L, -12219292800001L, -12219292800000L, 1711846800000L, 86399999, 86400000, 951782400000L};
    static final List<String> TOPICS = List.of(
        "orders", "db.inventory.orders", "db-1.public.customers", "topic_2024", "a", "UPPER", "with-dash", "x.y.z", "prefix-orders-suffix",
        "日本", "2020-01-02", "aaa", "orders.orders", "_internal");
    static final List<String> HEADERS = List.of("h1", "h2", "trace", "ünïcode", "with space", "H1", "h.dotted");

    /** Records of one shape: what a configuration is made for. */
    record Group(String name, boolean onKey, List<String> paths, List<Integer> records) { }

    final List<ConnectRecord<?>> records = new ArrayList<>();
    final List<Group> values = new ArrayList<>();
    final List<Group> keys = new ArrayList<>();
    final Random random;
    private boolean containers = true;
    /** How many of the records are a sink's. */
    double sinks = 0.5;

    TransformRecords(long seed) {
        random = new Random(seed);
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** The shapes that every family of transformations meets. */
    void addCommon() {
        for (Map.Entry<String, Schema> shape : TransformShapes.schemas().entrySet()) addGroup(shape.getKey(), shape.getValue());
        for (int i = 0; i < 60; i++) addGroup("random " + i, struct(0));
        containers = false;
        for (int i = 0; i < 30; i++) addGroup("tree " + i, struct(0));
        containers = true;
        for (Map.Entry<String, List<Object>> shape : TransformShapes.schemaless().entrySet()) addSchemaless(shape.getKey(), shape.getValue());
        for (int i = 0; i < 30; i++) addSchemaless("random map " + i, List.of(map(0), map(0), map(0), map(0)));
        addSchemaless("no value", List.of());
    }

    void addGroup(String name, Schema schema) {
        List<Object> objects = new ArrayList<>();
        for (int i = 0; i < 5; i++) objects.add(value(schema, i == 0));
        if (schema.isOptional()) objects.add(null);
        addGroup(name, schema, objects);
    }

    private void addSchemaless(String name, List<Object> objects) {
        List<Object> all = new ArrayList<>(objects);
        all.add(null);
        addGroup(name, null, all);
    }

    void addGroup(String name, Schema schema, List<Object> objects) {
        List<String> paths = new ArrayList<>();
        if (schema == null) objects.forEach(object -> paths(object, "", paths)); else paths(schema, "", paths);
        Group onValue = new Group(name, false, paths, new ArrayList<>());
        Group onKey = new Group(name, true, paths, new ArrayList<>());
        for (int i = 0; i < objects.size(); i++) {
            onValue.records.add(add(null, null, schema, objects.get(i), true));
            if (i % 2 == 0 || objects.get(i) == null) onKey.records.add(add(schema, objects.get(i), null, null, false));
        }
        values.add(onValue);
        keys.add(onKey);
    }

    private static void paths(Schema schema, String prefix, List<String> paths) {
        if (schema.type() != Schema.Type.STRUCT) return;
        for (Field field : schema.fields()) {
            paths.add(prefix + field.name());
            if (prefix.length() < 40) paths(field.schema(), prefix + field.name() + ".", paths);
        }
    }

    private static void paths(Object object, String prefix, List<String> paths) {
        if (!(object instanceof Map<?, ?> map)) return;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String path = prefix + entry.getKey();
            if (!paths.contains(path)) paths.add(path);
            if (prefix.length() < 40) paths(entry.getValue(), path + ".", paths);
        }
    }

    /** A record with the given subject, and something simple on the other side. */
    private int add(Schema keySchema, Object key, Schema valueSchema, Object value, boolean subjectIsValue) {
        Schema[] schemas = {null, Schema.STRING_SCHEMA, Schema.OPTIONAL_INT64_SCHEMA, null, null};
        Object[] objects = {null, "key", random.nextInt(100) * 1L, "schemaless", Map.of("k", 1)};
        int other = random.nextInt(schemas.length);
        if (subjectIsValue) {
            keySchema = schemas[other];
            key = objects[other];
        } else {
            valueSchema = schemas[other];
            value = objects[other];
        }
        return add(pick(TOPICS), keySchema, key, valueSchema, value, chance(0.2) ? null : time(), chance(0.7) ? new ConnectHeaders() : headers());
    }

    int add(String topic, Schema keySchema, Object key, Schema valueSchema, Object value, Long timestamp, ConnectHeaders headers) {
        int partition = random.nextInt(50);
        long offset = chance(0.1) ? Long.MAX_VALUE - random.nextInt(3) : random.nextInt(1000000);
        if (chance(1 - sinks)) {
            Integer optional = chance(0.4) ? null : partition;
            records.add(new SourceRecord(Map.of(), Map.of(), topic, optional, keySchema, key, valueSchema, value, timestamp, headers));
        } else {
            TimestampType type = timestamp == null ? TimestampType.NO_TIMESTAMP_TYPE : TimestampType.CREATE_TIME;
            records.add(new SinkRecord(topic, partition, keySchema, key, valueSchema, value, offset, timestamp, type, headers));
        }
        return records.size() - 1;
    }

    /** Records that differ in what routing and headers look at. */
    List<Integer> addPlain(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean tombstone = chance(0.2);
            Long timestamp = chance(0.1) ? null : i < TIMES.length ? (Long) TIMES[i] : time();
            String topic = i < TOPICS.size() ? TOPICS.get(i) : pick(TOPICS) + (chance(0.3) ? "-" + random.nextInt(1000) : "");
            numbers.add(add(topic, null, chance(0.5) ? null : "k", tombstone ? null : Schema.STRING_SCHEMA,
                tombstone ? null : "v", timestamp, chance(0.2) ? new ConnectHeaders() : headers()));
        }
        numbers.add(add("tombstone", Schema.STRING_SCHEMA, "k", Schema.OPTIONAL_STRING_SCHEMA, null, 1L, new ConnectHeaders()));
        numbers.add(add("tombstone", null, null, null, null, 1L, new ConnectHeaders()));
        return numbers;
    }

    long time() {
        return chance(0.6) ? 1500000000000L + random.nextInt() * 1000L + random.nextInt(1000) : TIMES[random.nextInt(TIMES.length)];
    }

    ConnectHeaders headers() {
        ConnectHeaders headers = new ConnectHeaders();
        for (int i = random.nextInt(4); i > 0; i--) {
            Schema schema = chance(0.3) ? null : chance(0.3) ? struct(2) : simple();
            headers.add(pick(HEADERS), schema == null ? element(1) : value(schema, false), schema);
        }
        return headers;
    }

    // Schemas

    Schema struct(int depth) {
        SchemaBuilder builder = SchemaBuilder.struct();
        decorate(builder);
        List<String> names = new ArrayList<>(NAMES);
        for (int i = random.nextInt(depth == 0 ? 8 : 4) + (depth == 0 ? 1 : 0); i > 0; i--) {
            String name = names.remove(random.nextInt(depth == 0 ? names.size() : Math.min(12, names.size())));
            builder.field(name, schema(depth + 1));
        }
        return builder.build();
    }

    private void decorate(SchemaBuilder builder) {
        if (chance(0.4)) builder.optional();
        if (builder.name() == null && chance(0.3)) builder.name("com.example." + pick(List.of("Order", "Ünïcode", "A")));
        if (builder.version() == null && chance(0.2)) builder.version(random.nextInt(5));
        if (chance(0.15)) builder.doc("what it is for, " + pick(TEXTS));
        if (chance(0.15)) builder.parameter("p1", "v1").parameter("a", pick(TEXTS));
    }

    private Schema schema(int depth) {
        int kind = random.nextInt(depth < 4 ? 10 : 6);
        if (kind < 6) return simple();
        if (kind < 8 || !containers) return struct(depth);
        SchemaBuilder builder = kind == 8 ? SchemaBuilder.array(schema(depth + 1))
            : SchemaBuilder.map(chance(0.7) ? Schema.STRING_SCHEMA : pick(List.of(Schema.INT32_SCHEMA, Schema.INT64_SCHEMA, Schema.BOOLEAN_SCHEMA)), schema(depth + 1));
        decorate(builder);
        return builder.build();
    }

    private Schema simple() {
        int kind = random.nextInt(14);
        SchemaBuilder builder = switch (kind) {
            case 0 -> SchemaBuilder.int8();
            case 1 -> SchemaBuilder.int16();
            case 2 -> SchemaBuilder.int32();
            case 3 -> SchemaBuilder.int64();
            case 4 -> SchemaBuilder.float32();
            case 5 -> SchemaBuilder.float64();
            case 6 -> SchemaBuilder.bool();
            case 7, 8 -> SchemaBuilder.string();
            case 9 -> SchemaBuilder.bytes();
            case 10 -> Decimal.builder(random.nextInt(12) - 3);
            case 11 -> Date.builder();
            case 12 -> Time.builder();
            default -> Timestamp.builder();
        };
        decorate(builder);
        if (chance(0.3)) builder.defaultValue(value(builder, true));
        return builder.build();
    }

    // Values

    /** A value for the schema; null now and then where the schema lets it be. */
    Object value(Schema schema, boolean present) {
        if (!present && schema.isOptional() && chance(0.3)) return null;
        if (schema.name() != null) {
            switch (schema.name()) {
                case Decimal.LOGICAL_NAME: return decimal(Integer.parseInt(schema.parameters().get("scale")));
                case Date.LOGICAL_NAME: return Date.toLogical(schema, (int) Math.floorDiv(time(), 86400000L));
                case Time.LOGICAL_NAME: return Time.toLogical(schema, chance(0.2) ? 86399999 : random.nextInt(86400000));
                case Timestamp.LOGICAL_NAME: return new java.util.Date(time());
                default: break;
            }
        }
        switch (schema.type()) {
            case STRUCT: {
                Struct struct = new Struct(schema);
                for (Field field : schema.fields()) {
                    // A field that is left out has its default.
                    if (!present && field.schema().defaultValue() != null && chance(0.3)) continue;
                    struct.put(field, value(field.schema(), present));
                }
                return struct;
            }
            case ARRAY: {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) list.add(value(schema.valueSchema(), false));
                return list;
            }
            case MAP: {
                Map<Object, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) map.put(value(schema.keySchema(), true), value(schema.valueSchema(), false));
                return map;
            }
            case INT8: return number(8).byteValue();
            case INT16: return number(16).shortValue();
            case INT32: return number(32).intValue();
            case INT64: return number(64).longValue();
            case FLOAT32: return (float) real();
            case FLOAT64: return real();
            case BOOLEAN: return chance(0.5);
            case STRING: return pick(TEXTS);
            default: return chance(0.3) ? ByteBuffer.wrap(bytes()) : bytes();
        }
    }

    private BigInteger number(int bits) {
        return switch (random.nextInt(8)) {
            case 0 -> BigInteger.ZERO;
            case 1 -> BigInteger.ONE.shiftLeft(bits - 1).subtract(BigInteger.ONE);
            case 2 -> BigInteger.ONE.shiftLeft(bits - 1).negate();
            case 3 -> BigInteger.valueOf(-1);
            case 4 -> BigInteger.valueOf(random.nextInt(100));
            default -> new BigInteger(bits, random);
        };
    }

    private double real() {
        double[] edges = {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE, 1.5, -2.5, 1e10, 123456789.125, 0.1, 2147483648.5, 9.3e18, -129.7, 127.9};
        return chance(0.7) ? edges[random.nextInt(edges.length)] : random.nextGaussian() * Math.pow(10, random.nextInt(12));
    }

    private BigDecimal decimal(int scale) {
        return new BigDecimal(new BigInteger(chance(0.2) ? 200 : 40, random).multiply(BigInteger.valueOf(chance(0.5) ? 1 : -1)), scale);
    }

    private byte[] bytes() {
        byte[] bytes = chance(0.3) ? pick(TEXTS).getBytes(StandardCharsets.UTF_8) : new byte[random.nextInt(6)];
        if (chance(0.5)) random.nextBytes(bytes);
        return bytes;
    }

    private Map<String, Object> map(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(7); i > 0; i--) map.put(pick(NAMES), element(depth + 1));
        return map;
    }

    private Object element(int depth) {
        switch (random.nextInt(depth < 4 ? 17 : 14)) {
            case 0: return number(8).byteValue();
            case 1: return number(16).shortValue();
            case 2: return number(32).intValue();
            case 3: return number(64).longValue();
            case 4: return (float) real();
            case 5: return real();
            case 6: return chance(0.5);
            case 7, 8: return pick(TEXTS);
            case 9: return bytes();
            case 10: return ByteBuffer.wrap(bytes());
            case 11: return new java.util.Date(time());
            case 12: return decimal(random.nextInt(8) - 2);
            case 13: return null;
            case 14: {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0; i--) list.add(element(depth + 1));
                return list;
            }
            default: return map(depth);
        }
    }
}
