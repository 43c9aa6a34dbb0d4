import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;

/** Fills Kafka's messages with random values, as its schemas allow them, and records their bytes; see record-protocol.sh. */
public class ProtocolOracle {
    static final ObjectMapper JSON = JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();
    static final Random RANDOM = new Random(19);

    /** What a row exercises. */
    enum Shape { EMPTY, RANDOM, FULL, TAGGED }

    /** Each argument after the directory names a kind of request, and the lowest and highest version: Produce:3-9. */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        try (PrintWriter messages = new PrintWriter(directory.resolve("messages.jsonl").toFile());
            PrintWriter defaults = new PrintWriter(directory.resolve("defaults.jsonl").toFile())) {
            for (int i = 1; i < args.length; i++) {
                String[] parts = args[i].split("[:-]");
                for (String side : new String[] {"Request", "Response"}) {
                    String name = parts[0] + side;
                    JsonNode schema = schema(name);
                    short lowest = Short.parseShort(parts[1]);
                    short highest = Short.parseShort(parts[2]);
                    for (short version = lowest; version <= highest; version++) record(messages, schema, name, version);
                    defaults(defaults, schema, name, "", schema.get("fields"), lowest, highest);
                }
            }
        }
        try (PrintWriter out = new PrintWriter(directory.resolve("names.jsonl").toFile())) {
            for (Errors error : Errors.values()) name(out, "error", error.code(), error.name());
            for (ApiKeys key : ApiKeys.values()) name(out, "key", key.id, key.name);
        }
    }

    static void name(PrintWriter out, String kind, int number, String name) {
        out.println(JSON.createObjectNode().put(kind, number).put("name", name));
    }

    static JsonNode schema(String name) throws Exception {
        try (InputStream stream = ApiKeys.class.getResourceAsStream("/common/message/" + name + ".json")) {
            return JSON.readTree(stream);
        }
    }

    static void record(PrintWriter out, JsonNode schema, String name, short version) throws Exception {
        for (Shape shape : Shape.values()) {
            if (shape == Shape.TAGGED && !hasTags(schema, schema.get("fields"), version)) continue;
            ObjectNode fields = structure(schema, schema.get("fields"), version, shape);
            ObjectNode row = JSON.createObjectNode().put("message", name).put("version", version);
            if (shape == Shape.TAGGED) row.put("tagged", true);
            row.put("header", base64(header(schema.get("apiKey").shortValue(), name, version)));
            row.put("body", base64(body(name, fields, version)));
            row.set("fields", fields);
            out.println(row);
        }
    }

    /** The header in the version that belongs to the body's. */
    static ByteBuffer header(short id, String name, short version) {
        ApiKeys key = ApiKeys.forId(id);
        if (name.endsWith("Response")) {
            return bytes(new ResponseHeaderData().setCorrelationId(7), key.responseHeaderVersion(version));
        }
        RequestHeaderData header = new RequestHeaderData().setRequestApiKey(id).setRequestApiVersion(version);
        return bytes(header.setCorrelationId(7).setClientId("client"), key.requestHeaderVersion(version));
    }

    static ByteBuffer body(String name, ObjectNode fields, short version) throws Exception {
        Class<?> converter = Class.forName("org.apache.kafka.common.message." + name + "DataJsonConverter");
        Message message = (Message) converter.getMethod("read", JsonNode.class, short.class).invoke(null, fields, version);
        return bytes(message, version);
    }

    static ByteBuffer bytes(Message message, short version) {
        return MessageUtil.toByteBufferAccessor(message, version).buffer();
    }

    static String base64(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    // Defaults.

    /** What a structure's fields hold before they are set: those that any of the versions has, but for tagged ones. */
    static void defaults(PrintWriter out, JsonNode schema, String message, String type, JsonNode fields, short lowest, short highest) throws Exception {
        String suffix = type.isEmpty() ? "" : "$" + type;
        Object structure = Class.forName("org.apache.kafka.common.message." + message + "Data" + suffix).getConstructor().newInstance();
        ObjectNode values = JSON.createObjectNode();
        for (JsonNode field : fields) {
            if (field.has("tag") || !containsAny(field.get("versions"), lowest, highest)) continue;
            String name = property(field);
            values.set(name, description(structure.getClass().getMethod(name).invoke(structure)));
            JsonNode parts = parts(schema, field);
            if (parts != null) defaults(out, schema, message, field.get("type").textValue().replace("[]", ""), parts, lowest, highest);
        }
        out.println(JSON.createObjectNode().put("structure", message + (type.isEmpty() ? "" : "." + type)).set("fields", values));
    }

    static JsonNode description(Object value) {
        if (value instanceof byte[] bytes) return BinaryNode.valueOf(bytes);
        return value instanceof Uuid ? TextNode.valueOf(value.toString()) : JSON.valueToTree(value);
    }

    // Schemas.

    static String property(JsonNode field) {
        String name = field.get("name").textValue();
        return name.substring(0, 1).toLowerCase() + name.substring(1);
    }

    static boolean containsAny(JsonNode range, short lowest, short highest) {
        for (short version = lowest; version <= highest; version++) {
            if (contains(range, version)) return true;
        }
        return false;
    }

    static boolean contains(JsonNode range, short version) {
        if (range == null || range.textValue().equals("none")) return false;
        String[] ends = range.textValue().split("-");
        if (ends[0].endsWith("+")) return version >= Short.parseShort(ends[0].substring(0, ends[0].length() - 1));
        return version >= Short.parseShort(ends[0]) && version <= Short.parseShort(ends[ends.length - 1]);
    }

    static boolean hasTags(JsonNode schema, JsonNode fields, short version) {
        for (JsonNode field : fields) {
            if (contains(field.get("taggedVersions"), version)) return true;
            JsonNode parts = parts(schema, field);
            if (parts != null && contains(field.get("versions"), version) && hasTags(schema, parts, version)) return true;
        }
        return false;
    }

    /** The fields of a field that is a structure, or an array of them; null for others. */
    static JsonNode parts(JsonNode schema, JsonNode field) {
        if (field.has("fields")) return field.get("fields");
        String type = field.get("type").textValue().replace("[]", "");
        for (JsonNode common : schema.path("commonStructs")) {
            if (common.get("name").textValue().equals(type)) return common.get("fields");
        }
        return null;
    }

    // Values.

    static ObjectNode structure(JsonNode schema, JsonNode fields, short version, Shape shape) {
        ObjectNode node = JSON.createObjectNode();
        for (JsonNode field : fields) {
            if (!contains(field.get("versions"), version)) continue;
            if (contains(field.get("taggedVersions"), version) && shape != Shape.TAGGED) continue;
            node.set(property(field), value(schema, field, version, shape));
        }
        return node;
    }

    static JsonNode value(JsonNode schema, JsonNode field, short version, Shape shape) {
        boolean isNull = shape == Shape.EMPTY || shape == Shape.RANDOM && RANDOM.nextInt(3) == 0;
        if (isNull && contains(field.get("nullableVersions"), version)) return NullNode.instance;
        String type = field.get("type").textValue();
        if (!type.startsWith("[]")) return single(schema, field, type, version, shape);
        ArrayNode array = JSON.createArrayNode();
        int count = shape == Shape.EMPTY ? 0 : shape == Shape.RANDOM ? RANDOM.nextInt(3) : 1 + RANDOM.nextInt(2);
        for (int i = 0; i < count; i++) array.add(single(schema, field, type.substring(2), version, shape));
        return array;
    }

    static JsonNode single(JsonNode schema, JsonNode field, String type, short version, Shape shape) {
        switch (type) {
            case "bool": return BooleanNode.valueOf(RANDOM.nextBoolean());
            case "int8": return IntNode.valueOf((byte) number());
            case "int16": return IntNode.valueOf((short) number());
            case "int32": return IntNode.valueOf((int) number());
            case "int64": return LongNode.valueOf(number());
            case "uuid": return TextNode.valueOf(new Uuid(RANDOM.nextLong(), RANDOM.nextLong()).toString());
            case "string": return TextNode.valueOf(shape == Shape.EMPTY ? "" : text());
            case "bytes", "records":
                byte[] bytes = new byte[shape == Shape.EMPTY ? 0 : RANDOM.nextInt(12)];
                RANDOM.nextBytes(bytes);
                return BinaryNode.valueOf(bytes);
            default: return structure(schema, parts(schema, field), version, shape);
        }
    }

    static long number() {
        return switch (RANDOM.nextInt(8)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> Long.MIN_VALUE;
            case 3 -> Long.MAX_VALUE;
            default -> RANDOM.nextLong();
        };
    }

    /** Now and then one whose length takes two bytes, or whose characters do. */
    static String text() {
        return switch (RANDOM.nextInt(16)) {
            case 0 -> "";
            case 1 -> "x".repeat(126 + RANDOM.nextInt(4));
            case 2 -> "\u00e9\u4e16\ud83c\udf0d";
            default -> Integer.toString(RANDOM.nextInt(Integer.MAX_VALUE), 36);
        };
    }
}
