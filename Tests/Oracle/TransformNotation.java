import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * How records are written in the files under Tests/TransformsTests/Recorded.
 *
 * A schema is a line of schemas.jsonl and is named by the number of its line, from 0: {"t":type}, then, where they are
 * there, "o":1 (optional), "n":name, "v":version, "d":doc, "p":[name,value,…] (parameters), "x":default value,
 * "f":[name,schema,…] (fields), "k":schema (of keys), "e":schema (of values or elements).
 *
 * Values are flat, as the plugin interface has them: null, true, "string", 5 (INT64), {"b":5} (INT8), {"s":5} (INT16),
 * {"i":5} (INT32), {"f":"1.5"}, {"d":"1.5"}, {"x":"00ff"} (bytes, and a Decimal of a schema), […] (an array),
 * {"m":[key,value,…]}, {"r":[schema,field,…]} (a struct), and without a schema {"t":0} (a date) and {"n":["7b",2]}
 * (a decimal: its unscaled number and its scale).
 *
 * A record is {"t":topic,"p":partition,"ks":schema,"k":key,"vs":schema,"v":value,"ts":timestamp,"h":[[name,schema,value],…]},
 * with "o":offset if it is a sink's; members that are null are left out.
 */
final class TransformNotation {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    final List<String> schemas = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    int number(Schema given) {
        Schema schema = given.schema();
        ObjectNode node = NODES.objectNode().put("t", schema.type().getName());
        if (schema.isOptional()) node.put("o", 1);
        if (schema.name() != null) node.put("n", schema.name());
        if (schema.version() != null) node.put("v", schema.version());
        if (schema.doc() != null) node.put("d", schema.doc());
        if (schema.parameters() != null && !schema.parameters().isEmpty()) {
            ArrayNode parameters = node.putArray("p");
            schema.parameters().forEach((name, value) -> parameters.add(name).add(value));
        }
        if (schema.defaultValue() != null) node.set("x", value(schema, schema.defaultValue()));
        if (schema.type() == Schema.Type.STRUCT) {
            ArrayNode fields = node.putArray("f");
            for (Field field : schema.fields()) fields.add(field.name()).add(number(field.schema()));
        }
        if (schema.type() == Schema.Type.MAP) node.put("k", number(schema.keySchema()));
        if (schema.type() == Schema.Type.MAP || schema.type() == Schema.Type.ARRAY) node.put("e", number(schema.valueSchema()));
        return numbers.computeIfAbsent(node.toString(), text -> {
            schemas.add(text);
            return schemas.size() - 1;
        });
    }

    JsonNode value(Schema schema, Object value) {
        if (value == null) return NODES.nullNode();
        String name = schema == null ? null : schema.name();
        if (value instanceof java.util.Date date) {
            if (Date.LOGICAL_NAME.equals(name)) return NODES.objectNode().put("i", Date.fromLogical(schema, date));
            if (Time.LOGICAL_NAME.equals(name)) return NODES.objectNode().put("i", Time.fromLogical(schema, date));
            if (Timestamp.LOGICAL_NAME.equals(name)) return NODES.numberNode(date.getTime());
            return NODES.objectNode().put("t", date.getTime());
        }
        if (value instanceof BigDecimal decimal) {
            if (Decimal.LOGICAL_NAME.equals(name)) return bytes(Decimal.fromLogical(schema, decimal));
            ObjectNode node = NODES.objectNode();
            node.putArray("n").add(hex(decimal.unscaledValue().toByteArray())).add(decimal.scale());
            return node;
        }
        if (value instanceof Boolean truth) return NODES.booleanNode(truth);
        if (value instanceof String text) return NODES.textNode(text);
        if (value instanceof Long number) return NODES.numberNode(number);
        if (value instanceof Byte number) return NODES.objectNode().put("b", number.intValue());
        if (value instanceof Short number) return NODES.objectNode().put("s", number.intValue());
        if (value instanceof Integer number) return NODES.objectNode().put("i", number);
        if (value instanceof Float || value instanceof Double)
            return NODES.objectNode().put(value instanceof Float ? "f" : "d", value.toString());
        if (value instanceof byte[] bytes) return bytes(bytes);
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes(bytes);
        }
        if (value instanceof List<?> list) {
            ArrayNode array = NODES.arrayNode();
            for (Object element : list) array.add(value(schema == null ? null : schema.valueSchema(), element));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode node = NODES.objectNode();
            ArrayNode entries = node.putArray("m");
            map.forEach((key, element) -> entries.add(value(schema == null ? null : schema.keySchema(), key))
                .add(value(schema == null ? null : schema.valueSchema(), element)));
            return node;
        }
        if (value instanceof Struct struct) {
            ObjectNode node = NODES.objectNode();
            ArrayNode fields = node.putArray("r").add(number(struct.schema()));
            for (Field field : struct.schema().fields()) fields.add(value(field.schema(), struct.getWithoutDefault(field.name())));
            return node;
        }
        throw new IllegalArgumentException("no notation for " + value.getClass());
    }

    ObjectNode record(ConnectRecord<?> record) {
        ObjectNode node = NODES.objectNode();
        if (record.topic() != null) node.put("t", record.topic());
        if (record.kafkaPartition() != null) node.put("p", record.kafkaPartition());
        if (record.keySchema() != null) node.put("ks", number(record.keySchema()));
        if (record.key() != null) node.set("k", value(record.keySchema(), record.key()));
        if (record.valueSchema() != null) node.put("vs", number(record.valueSchema()));
        if (record.value() != null) node.set("v", value(record.valueSchema(), record.value()));
        if (record.timestamp() != null) node.put("ts", record.timestamp());
        if (!record.headers().isEmpty()) {
            ArrayNode headers = node.putArray("h");
            for (Header header : record.headers()) {
                ArrayNode triple = headers.addArray().add(header.key());
                if (header.schema() == null) triple.addNull(); else triple.add(number(header.schema()));
                triple.add(value(header.schema(), header.value()));
            }
        }
        if (record instanceof SinkRecord sink) node.put("o", sink.kafkaOffset());
        return node;
    }

    private static ObjectNode bytes(byte[] bytes) {
        return NODES.objectNode().put("x", hex(bytes));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
