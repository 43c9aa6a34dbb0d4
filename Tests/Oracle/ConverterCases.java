import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import com.fasterxml.jackson.core.io.schubfach.FloatToDecimal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cases for the converters, the same ones on every run: schemas of every type with values at their edges. */
class ConverterCases {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String[] NUMBERS = {"Boolean", "Short", "Integer", "Long", "Float", "Double"};
    static final String[] PRIMITIVES = {"int8", "int16", "int32", "int64", "float", "double", "boolean", "string", "bytes"};
    static final String[] LOGICAL = {"Date", "Time", "Timestamp", "Decimal"};
    static final String[] TEXTS = {
        "", "a", "null", "true", "héllo", "日本語", "😀", "\u0000", "\u001f", "\"", "\\", "\n\r\t\b\f", "/", "\u2028\u2029", "\u007f\u0080",
        "e\u0301", "{\"a\":1}", "[1,2]", "0", "-1.5e10", " blank ends ", "\ud834\udd1e", "\uffff", "'", "<&>"};

    final Random random;

    ConverterCases(long seed) {
        random = new Random(seed);
    }

    // Values, in the notation of flat data.

    static ObjectNode flat(String type, String content) {
        return JSON.createObjectNode().put(type, content);
    }

    @SafeVarargs
    final <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    long integer(int bits) {
        long edge = 1L << (bits - 1);
        long number = switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> -1;
            case 3 -> edge - 1;
            case 4 -> -edge;
            default -> random.nextLong() >> random.nextInt(64);
        };
        return number << (64 - bits) >> (64 - bits);
    }

    float floatNumber() {
        return switch (random.nextInt(6)) {
            case 0 -> pick(0f, -0f, 1f, -1f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_NORMAL, 1e7f, 1e-3f, 16777216f);
            case 1 -> pick(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
            case 2 -> random.nextInt(2000) / 8f;
            case 3 -> Float.parseFloat(random.nextInt(100000) + "e" + (random.nextInt(70) - 40));
            default -> Float.intBitsToFloat(random.nextInt());
        };
    }

    double doubleNumber() {
        return switch (random.nextInt(6)) {
            case 0 -> pick(0d, -0d, 1d, -1d, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_NORMAL, 1e7, 1e-3, 9007199254740992d);
            case 1 -> pick(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
            case 2 -> random.nextInt(2000) / 8d;
            case 3 -> Double.parseDouble(random.nextInt(1000000) + "e" + (random.nextInt(600) - 300));
            default -> Double.longBitsToDouble(random.nextLong());
        };
    }

    String text() {
        if (random.nextInt(3) > 0) return pick(TEXTS);
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(12); left > 0; left--) {
            int point = random.nextInt(switch (random.nextInt(4)) {
                case 0 -> 0x80;
                case 1 -> 0x800;
                case 2 -> 0xD800;
                default -> 0x110000;
            });
            if (point < 0xD800 || point > 0xDFFF) text.appendCodePoint(point);
        }
        return text.toString();
    }

    String bytes(int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return ConverterOracle.hex(bytes);
    }

    ObjectNode primitive(String type) {
        return flat(type, switch (type) {
            case "int8" -> Long.toString(integer(8));
            case "int16" -> Long.toString(integer(16));
            case "int32" -> Long.toString(integer(32));
            case "int64" -> Long.toString(integer(64));
            case "float" -> {
                // Before version 19 Java shows some numbers with more digits than they need.
                float number;
                do number = floatNumber(); while (!Float.toString(number).equals(FloatToDecimal.toString(number)));
                yield Float.toString(number);
            }
            case "double" -> {
                double number;
                do number = doubleNumber(); while (!Double.toString(number).equals(DoubleToDecimal.toString(number)));
                yield Double.toString(number);
            }
            case "boolean" -> Boolean.toString(random.nextBoolean());
            case "string" -> text();
            default -> bytes(20);
        });
    }

    /** A whole number of so many bits at most, as Decimal keeps it. */
    String unscaled(int bits) {
        BigInteger number = new BigInteger(random.nextInt(bits + 1), random);
        return ConverterOracle.hex((random.nextBoolean() ? number : number.negate()).toByteArray());
    }

    ObjectNode logical(String name) {
        return switch (name) {
            case "Date" -> flat("int32", Long.toString(pick(0L, 1L, -1L, 18000L, -30000L, 47482L, 2932896L, -719162L, integer(24))));
            case "Time" -> flat("int32", Integer.toString(pick(0, 1, 86399999, 43200000, random.nextInt(86400000))));
            case "Timestamp" -> flat("int64", Long.toString(
                pick(0L, 1L, -1L, 86400000L, 1566570896346L, -2208988800000L, 4102444800001L, -62135596800000L, integer(52))));
            default -> flat("bytes", unscaled(pick(8, 31, 63, 64, 65, 130)));
        };
    }

    /** A schema, as JsonConverter writes it, and a value of it. */
    record Typed(ObjectNode schema, JsonNode value) {}

    Typed typed(int depth) {
        ObjectNode schema = JSON.createObjectNode();
        JsonNode value;
        switch (depth > 0 ? random.nextInt(8) : random.nextInt(4)) {
            case 0 -> {
                String name = pick(LOGICAL);
                schema.put("type", name.equals("Timestamp") ? "int64" : name.equals("Decimal") ? "bytes" : "int32");
                schema.put("name", "org.apache.kafka.connect.data." + name).put("version", 1);
                if (name.equals("Decimal")) schema.putObject("parameters").put("scale", Integer.toString(pick(0, 1, 2, 7, 20, -3, 400)));
                value = logical(name);
            }
            case 4 -> {
                ArrayNode elements = JSON.createArrayNode();
                List<Typed> made = alike(depth - 1, random.nextInt(4));
                schema.put("type", "array").set("items", made.get(0).schema);
                made.subList(1, made.size()).forEach(element -> elements.add(element.value));
                value = JSON.createObjectNode().set("array", elements);
            }
            case 5 -> {
                ArrayNode entries = JSON.createArrayNode();
                String keyType = pick("string", "string", "int32", "boolean", "int64");
                List<Typed> made = alike(depth - 1, random.nextInt(4));
                schema.put("type", "map").set("keys", JSON.createObjectNode().put("type", keyType));
                schema.set("values", made.get(0).schema);
                made.subList(1, made.size()).forEach(element -> entries.add(JSON.createArrayNode().add(primitive(keyType)).add(element.value)));
                value = JSON.createObjectNode().set("map", withoutRepeatedKeys(entries));
            }
            case 6, 7 -> {
                ArrayNode fields = schema.put("type", "struct").putArray("fields");
                ArrayNode values = JSON.createArrayNode();
                for (int place = random.nextInt(5); place > 0; place--) {
                    Typed field = typed(depth - 1);
                    fields.add(field.schema.put("field", pick("f", "é", "\"q\"", "a.b", "") + place));
                    values.add(field.value);
                }
                if (random.nextInt(3) == 0) schema.put("name", "com.example." + pick("Order", "Größe")).put("version", random.nextInt(9));
                value = JSON.createObjectNode().set("struct", values);
            }
            default -> {
                String type = pick(PRIMITIVES);
                schema.put("type", type);
                value = primitive(type);
                JsonNode number = value.elements().next();
                if (random.nextInt(4) == 0 && type.matches("int.*")) schema.put("default", number.asLong() / 2);
                else if (random.nextInt(4) == 0 && type.equals("string")) schema.put("default", text());
                else if (random.nextInt(4) == 0 && type.equals("boolean")) schema.put("default", random.nextBoolean());
            }
        }
        if (random.nextInt(3) == 0) schema.put("optional", true);
        if (random.nextInt(8) == 0) schema.put("doc", text());
        if (schema.path("optional").asBoolean() || schema.has("default") ? random.nextInt(3) == 0 : random.nextInt(40) == 0) value = JSON.nullNode();
        return new Typed(schema, value);
    }

    /** So many values of one schema, behind one that only tells the schema. */
    List<Typed> alike(int depth, int count) {
        List<Typed> made = new ArrayList<>();
        Typed first = typed(depth);
        made.add(first);
        for (int place = 0; place < count; place++) made.add(new Typed(first.schema, again(first.schema, first.value)));
        return made;
    }

    /** Another value of a schema: of primitive ones a new one, else the same. */
    JsonNode again(ObjectNode schema, JsonNode value) {
        if (schema.has("name") || value.isNull()) return value;
        String type = schema.get("type").textValue();
        return List.of(PRIMITIVES).contains(type) ? primitive(type) : value;
    }

    static ArrayNode withoutRepeatedKeys(ArrayNode entries) {
        ArrayNode kept = JSON.createArrayNode();
        List<JsonNode> keys = new ArrayList<>();
        for (JsonNode entry : entries) {
            if (keys.contains(entry.get(0))) continue;
            keys.add(entry.get(0));
            kept.add(entry);
        }
        return kept;
    }

    JsonNode schemaless(int depth) {
        if (random.nextInt(12) == 0) return JSON.nullNode();
        return switch (depth > 0 ? random.nextInt(6) : random.nextInt(3)) {
            case 3 -> {
                ArrayNode elements = JSON.createArrayNode();
                for (int left = random.nextInt(5); left > 0; left--) elements.add(schemaless(depth - 1));
                yield JSON.createObjectNode().set("array", elements);
            }
            case 4, 5 -> {
                ArrayNode entries = JSON.createArrayNode();
                boolean mixed = random.nextInt(4) == 0;
                for (int left = random.nextInt(5); left > 0; left--)
                    entries.add(JSON.createArrayNode().add(primitive(mixed ? pick("int32", "boolean", "int64") : "string")).add(schemaless(depth - 1)));
                yield JSON.createObjectNode().set("map", withoutRepeatedKeys(entries));
            }
            default -> primitive(pick(PRIMITIVES));
        };
    }

    // Rows.

    ObjectNode row(String converter) {
        return JSON.createObjectNode().put("converter", converter);
    }

    ObjectNode json() {
        ObjectNode row = row("JsonConverter");
        ObjectNode config = JSON.createObjectNode();
        if (random.nextInt(3) == 0) config.put("schemas.enable", "false");
        if (random.nextBoolean()) config.put("decimal.format", pick("NUMERIC", "numeric", "BASE64"));
        if (random.nextInt(3) == 0) config.put("replace.null.with.default", "false");
        if (!config.isEmpty()) row.set("config", config);
        return row;
    }

    static ObjectNode row(ObjectNode row, Typed typed) {
        if (typed.schema != null) row.set("schema", typed.schema);
        row.set("value", typed.value);
        return row;
    }

    List<ObjectNode> fromConnect() {
        List<ObjectNode> rows = new ArrayList<>();
        for (String name : NUMBERS) {
            String converter = name + "Converter";
            for (String type : PRIMITIVES)
                for (int count = name.equalsIgnoreCase(type) || type.startsWith("int") ? 12 : 4; count > 0; count--) {
                    ObjectNode schema = JSON.createObjectNode().put("type", type).put("optional", count % 2 == 0);
                    rows.add(row(row(converter), new Typed(count % 3 == 0 ? null : schema, primitive(type))));
                }
            for (String logical : LOGICAL) {
                Typed typed;
                do typed = typed(0); while (!typed.schema.path("name").asText().endsWith("." + logical));
                rows.add(row(row(converter), typed));
            }
            for (String type : PRIMITIVES)
                rows.add(row(row(converter), new Typed(JSON.createObjectNode().put("type", type).put("optional", true), JSON.nullNode())));
            rows.add(row(row(converter), new Typed(null, JSON.nullNode())));
            rows.add(row(row(converter), new Typed(null, flat("date", "5"))));
            rows.add(row(row(converter), new Typed(null, JSON.createObjectNode().set("array", JSON.createArrayNode().add(primitive("int16"))))));
            rows.add(row(row(converter), new Typed(null, JSON.createObjectNode().set("map", JSON.createArrayNode()))));
        }
        for (int count = 0; count < 60; count++) rows.add(row(row("ByteArrayConverter"), typed(1)));
        for (int count = 0; count < 300; count++) rows.add(row(row(pick("StringConverter", "SimpleHeaderConverter")), typed(2)));
        for (int count = 0; count < 1400; count++) rows.add(row(json(), random.nextInt(4) > 0 ? typed(3) : new Typed(null, schemaless(3))));
        return rows;
    }

    /** What the converters wrote, as it is and with faults, for those that read it. */
    List<ObjectNode> toConnect(List<ObjectNode> written) {
        List<ObjectNode> rows = new ArrayList<>();
        for (String name : NUMBERS)
            for (int length = 0; length <= 9; length++)
                for (int count = length == 0 ? 1 : 6; count > 0; count--) {
                    byte[] bytes = new byte[length];
                    random.nextBytes(bytes);
                    if (count < 3) bytes = new byte[length];
                    if (count == 1 && length > 0) bytes[length - 1] = 1;
                    rows.add(input(row(name + "Converter"), latin1(bytes)));
                }
        for (String name : NUMBERS) rows.add(input(row(name + "Converter"), null));
        for (ObjectNode row : written) {
            String payload = row.path("payload").textValue();
            if (payload == null || !row.get("converter").textValue().equals("JsonConverter")) continue;
            rows.add(input(json(), payload));
            rows.add(input(json(), mutated(payload)));
            if (random.nextInt(3) == 0) rows.add(input(withContent(row), payload.replaceFirst("(?s)^.*\"payload\":(.*)}$", "$1")));
        }
        return rows;
    }

    /** A converter with the row's own schema, or now and then another row's, as its `schema.content`. */
    ObjectNode withContent(ObjectNode written) {
        ObjectNode row = json();
        ObjectNode schema = random.nextInt(8) == 0 ? typed(1).schema : (ObjectNode) written.get("schema");
        String content = schema == null ? "" : ascii(schema.toString());
        row.withObject("/config").put("schema.content", content);
        return row;
    }

    static String ascii(String json) {
        StringBuilder text = new StringBuilder();
        for (char c : json.toCharArray()) text.append(c < 0x80 ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        return text.toString();
    }

    /** A scalar in place of another one, or a character more, less or instead. */
    String mutated(String text) {
        int at = random.nextInt(text.length());
        if (random.nextInt(3) > 0) {
            List<int[]> scalars = new ArrayList<>();
            Matcher matcher = Pattern.compile("(?<=[:\\[,])(-?[0-9.eE+-]+|true|false|null|\"[^\"\\\\]*\")(?=[,\\]}])").matcher(text);
            while (matcher.find()) scalars.add(new int[] {matcher.start(), matcher.end()});
            if (!scalars.isEmpty()) {
                int[] place = scalars.get(random.nextInt(scalars.size()));
                String other = pick("null", "true", "0", "-1", "1.5", "1e3", "123456789012345678901234567890", "-0.0", "\"\"", "\"AQID\"", "\"x\"", "[]", "[1]",
                    "{}", "{\"a\":1}", "0.1234567890123456789", "1E400", "2147483648", "86400000", "86400001");
                return text.substring(0, place[0]) + other + text.substring(place[1]);
            }
        }
        String other = pick("", " ", "\"", ",", "}", "]", "{", "0", "-", "\\", "\u0000", "\u00ff");
        return text.substring(0, at) + other + text.substring(Math.min(text.length(), at + random.nextInt(2)));
    }

    static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static ObjectNode input(ObjectNode row, String input) {
        return row.put("input", input);
    }
}
