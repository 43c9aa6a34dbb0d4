import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import com.fasterxml.jackson.core.io.schubfach.FloatToDecimal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;

/**
 * Records what Connect's converters do with the cases that two files list; see record-converters.sh.
 *
 * Values are written as flat data: {"int32":"1"}, {"string":"a"}, {"bytes":"00ff"}, {"array":[…]}, {"map":[[key,value],…]},
 * {"struct":[…]}, {"date":"0"} (without a schema), {"decimal":["7b","2"]} (without a schema), or null.
 */
public class ConverterOracle {
    static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        Path tables = Path.of(args[0]);
        record(tables.resolve("from-connect.jsonl"), ConverterOracle::fromConnect);
        record(tables.resolve("to-connect.jsonl"), ConverterOracle::toConnect);
        ConverterCases cases = new ConverterCases(4);
        List<ObjectNode> written = cases.fromConnect();
        record(tables.resolve("from-connect-generated.jsonl"), written, ConverterOracle::fromConnect);
        record(tables.resolve("to-connect-generated.jsonl"), cases.toConnect(written), ConverterOracle::toConnect);
    }

    interface Step {
        void run(ObjectNode row) throws Exception;
    }

    static void record(Path path, Step step) throws Exception {
        List<ObjectNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(path)) rows.add((ObjectNode) JSON.readTree(line));
        record(path, rows, step);
    }

    static void record(Path path, List<ObjectNode> rows, Step step) throws Exception {
        try (PrintWriter out = new PrintWriter(path.toFile(), StandardCharsets.UTF_8)) {
            for (ObjectNode row : rows) {
                row.remove(List.of("payload", "error", "message", "resultSchema", "result"));
                try {
                    step.run(row);
                } catch (Exception e) {
                    row.put("error", e.getClass().getSimpleName());
                    row.put("message", e.getMessage());
                }
                // An object's identity, which Java shows for bytes, is another one on every run.
                if (row.isEmpty() || row.path("payload").asText().contains("[B@")) continue;
                out.print(JSON.writeValueAsString(row) + "\n");
            }
        }
    }

    static void fromConnect(ObjectNode row) throws Exception {
        JsonConverter schemas = json(Map.of());
        Schema schema = row.path("schema").isMissingNode() ? null : schemas.asConnectSchema(row.get("schema"));
        Object value;
        try {
            value = object(schema, row.get("value"));
        } catch (DataException e) {
            // No plugin can make such a struct.
            row.removeAll();
            return;
        }
        HeaderConverter converter = converter(row);
        byte[] payload = converter.fromConnectHeader("topic", "header", schema, value);
        if (converter instanceof Converter data && !Arrays.equals(payload, data.fromConnectData("topic", schema, value)))
            throw new IllegalStateException("a header is converted otherwise than a value");
        row.put("payload", payload == null ? null : new String(payload, StandardCharsets.ISO_8859_1));
    }

    static void toConnect(ObjectNode row) throws Exception {
        HeaderConverter converter = converter(row);
        byte[] payload = row.get("input").isNull() ? null : row.get("input").textValue().getBytes(StandardCharsets.ISO_8859_1);
        SchemaAndValue result = converter.toConnectHeader("topic", "header", payload);
        if (result == null) result = SchemaAndValue.NULL;
        row.set("resultSchema", result.schema() == null ? null : json(Map.of()).asJsonSchema(result.schema()));
        row.set("result", flat(result.schema(), result.value()));
    }

    static HeaderConverter converter(ObjectNode row) throws Exception {
        Map<String, String> config = new HashMap<>();
        row.path("config").fields().forEachRemaining(entry -> config.put(entry.getKey(), entry.getValue().textValue()));
        String name = row.get("converter").textValue();
        String folder = name.equals("JsonConverter") ? "json." : name.equals("StringConverter") || name.equals("SimpleHeaderConverter") ? "storage." : "converters.";
        HeaderConverter made = (HeaderConverter) Class.forName("org.apache.kafka.connect." + folder + name).getConstructor().newInstance();
        if (made instanceof Converter converter) converter.configure(config, false);
        return made;
    }

    static JsonConverter json(Map<String, String> config) {
        JsonConverter converter = new JsonConverter();
        converter.configure(config, false);
        return converter;
    }

    /** The object that Connect has for flat data. */
    static Object object(Schema schema, JsonNode value) {
        if (value == null || value.isNull()) return null;
        Map.Entry<String, JsonNode> entry = value.fields().next();
        JsonNode content = entry.getValue();
        String name = schema == null ? null : schema.name();
        switch (entry.getKey()) {
            case "int8": return Byte.valueOf(content.textValue());
            case "int16": return Short.valueOf(content.textValue());
            case "int32":
                if (Date.LOGICAL_NAME.equals(name)) return Date.toLogical(schema, Integer.parseInt(content.textValue()));
                if (Time.LOGICAL_NAME.equals(name)) return Time.toLogical(schema, Integer.parseInt(content.textValue()));
                return Integer.valueOf(content.textValue());
            case "int64":
                if (Timestamp.LOGICAL_NAME.equals(name)) return Timestamp.toLogical(schema, Long.parseLong(content.textValue()));
                return Long.valueOf(content.textValue());
            case "float": return Float.valueOf(content.textValue());
            case "double": return Double.valueOf(content.textValue());
            case "boolean": return Boolean.valueOf(content.textValue());
            case "string": return content.textValue();
            case "bytes":
                if (Decimal.LOGICAL_NAME.equals(name)) return Decimal.toLogical(schema, bytes(content.textValue()));
                return bytes(content.textValue());
            case "date": return new java.util.Date(Long.parseLong(content.textValue()));
            case "decimal": return new BigDecimal(new BigInteger(bytes(content.get(0).textValue())), Integer.parseInt(content.get(1).textValue()));
            case "array": {
                List<Object> list = new ArrayList<>();
                for (JsonNode element : content) list.add(object(schema == null ? null : schema.valueSchema(), element));
                return list;
            }
            case "map": {
                Map<Object, Object> map = new LinkedHashMap<>();
                for (JsonNode pair : content)
                    map.put(object(schema == null ? null : schema.keySchema(), pair.get(0)), object(schema == null ? null : schema.valueSchema(), pair.get(1)));
                return map;
            }
            case "struct": {
                Struct struct = new Struct(schema);
                int index = 0;
                for (Field field : schema.fields()) {
                    Object object = object(field.schema(), content.get(index++));
                    if (object != null) struct.put(field, object);
                }
                return struct;
            }
            default: throw new IllegalArgumentException(entry.getKey());
        }
    }

    /** Flat data for an object; the entries of maps in the order of their keys' text. */
    static JsonNode flat(Schema schema, Object value) {
        if (value == null) return JSON.nullNode();
        ObjectNode node = JSON.createObjectNode();
        if (value instanceof java.util.Date date) {
            if (Date.LOGICAL_NAME.equals(schema.name())) return node.put("int32", Integer.toString(Date.fromLogical(schema, date)));
            if (Time.LOGICAL_NAME.equals(schema.name())) return node.put("int32", Integer.toString(Time.fromLogical(schema, date)));
            return node.put("int64", Long.toString(date.getTime()));
        }
        if (value instanceof BigDecimal decimal) {
            int scale = Integer.parseInt(schema.parameters().get("scale"));
            try {
                return node.put("bytes", hex(decimal.setScale(scale).unscaledValue().toByteArray()));
            } catch (ArithmeticException e) {
                throw new DataException("Decimal value has mismatching scale for given Decimal schema. Schema has scale " + scale);
            }
        }
        if (value instanceof Byte) return node.put("int8", value.toString());
        if (value instanceof Short) return node.put("int16", value.toString());
        if (value instanceof Integer) return node.put("int32", value.toString());
        if (value instanceof Long) return node.put("int64", value.toString());
        if (value instanceof Float) return node.put("float", FloatToDecimal.toString((Float) value));
        if (value instanceof Double) return node.put("double", DoubleToDecimal.toString((Double) value));
        if (value instanceof Boolean) return node.put("boolean", value.toString());
        if (value instanceof String) return node.put("string", (String) value);
        if (value instanceof byte[] bytes) return node.put("bytes", hex(bytes));
        if (value instanceof List<?> list) {
            ArrayNode array = node.putArray("array");
            for (Object element : list) array.add(flat(schema == null ? null : schema.valueSchema(), element));
            return node;
        }
        if (value instanceof Map<?, ?> map) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                ArrayNode pair = JSON.createArrayNode();
                pair.add(flat(schema == null ? null : schema.keySchema(), entry.getKey()));
                pair.add(flat(schema == null ? null : schema.valueSchema(), entry.getValue()));
                sorted.put(pair.get(0).toString(), pair);
            }
            ArrayNode array = node.putArray("map");
            sorted.values().forEach(array::add);
            return node;
        }
        Struct struct = (Struct) value;
        ArrayNode array = node.putArray("struct");
        for (Field field : struct.schema().fields()) array.add(flat(field.schema(), struct.getWithoutDefault(field.name())));
        return node;
    }

    static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) text.append(String.format("%02x", b));
        return text.toString();
    }

    static byte[] bytes(String hex) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        return bytes;
    }
}
