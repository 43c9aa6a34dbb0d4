import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/**
 * Records what Connect's transformations and predicates make of generated records; see record-transforms.sh.
 *
 * Written are schemas.jsonl and records.jsonl, in the notation of TransformNotation, and a file for each family. A line of
 * it is one instance: {"c":class,"g":config,"i":[record,…],"a":[answer,…]}, or {"c":…,"g":…,"e":[error,message]} if the
 * configuration is refused. The records are numbers of lines of records.jsonl; the instance gets them in this order. An
 * answer of a transformation is null for a record that it drops, [error,message] for one that it fails at, else an object
 * with the members of the record that it changes (with null for those that it takes away), "jk" and "jv": the hash of
 * what JsonConverter makes of a changed key or value that has a schema, and "bk": what it makes of a changed key that has
 * none, which shows the order of its entries. An answer of a predicate is true or false.
 */
public class TransformOracle {
    private final TransformNotation notation = new TransformNotation();
    private final JsonConverter withSchemas = converter(true);
    private final JsonConverter withoutSchemas = converter(false);

    public static void main(String[] args) throws Exception {
        if (Runtime.version().feature() < 19) throw new IllegalStateException("needs Java 19, before which floats had needless digits");
        Path target = Path.of(args[0]);
        TransformRecords records = new TransformRecords(4);
        new TransformOracle().write(target, records.records, new TransformCases(records).families());
    }

    void write(Path target, List<ConnectRecord<?>> records, Map<String, List<TransformCases.Case>> families) throws Exception {
        List<ObjectNode> inputs = new ArrayList<>();
        for (ConnectRecord<?> record : records) inputs.add(notation.record(record));
        for (Map.Entry<String, List<TransformCases.Case>> family : families.entrySet()) {
            List<ObjectNode> lines = new ArrayList<>();
            for (TransformCases.Case row : family.getValue()) lines.add(run(row, records, inputs));
            print(target.resolve(family.getKey() + ".jsonl"), lines);
        }
        print(target.resolve("records.jsonl"), inputs);
        print(target.resolve("schemas.jsonl"), notation.schemas);
    }

    private static void print(Path path, List<?> lines) throws Exception {
        try (PrintWriter out = new PrintWriter(path.toFile(), StandardCharsets.UTF_8)) {
            for (Object line : lines) out.print(line + "\n");
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private ObjectNode run(TransformCases.Case row, List<ConnectRecord<?>> records, List<ObjectNode> inputs) throws Exception {
        ObjectNode line = TransformNotation.JSON.createObjectNode().put("c", row.className());
        ObjectNode config = line.putObject("g");
        row.config().forEach(config::put);
        Object instance = Class.forName(row.className()).getDeclaredConstructor().newInstance();
        try {
            configure(instance, row.config());
        } catch (Exception e) {
            line.set("e", error(e));
            return line;
        }
        ArrayNode numbers = line.putArray("i");
        ArrayNode answers = line.putArray("a");
        for (int number : row.records()) {
            numbers.add(number);
            ConnectRecord<?> record = copy(records.get(number));
            try {
                if (instance instanceof Transformation transformation) answers.add(answer(inputs.get(number), transformation.apply(record)));
                else answers.add(((Predicate) instance).test(record));
            } catch (Exception e) {
                answers.add(error(e));
            }
            if (!notation.record(records.get(number)).equals(inputs.get(number))) throw new IllegalStateException("the input was changed by " + line);
        }
        return line;
    }

    @SuppressWarnings("rawtypes")
    void configure(Object instance, Map<String, String> config) {
        if (instance instanceof Transformation transformation) transformation.configure(config);
        else ((Predicate) instance).configure(config);
    }

    /** A record with headers of its own: Debezium adds to those that it gets. */
    private static ConnectRecord<?> copy(ConnectRecord<?> of) {
        return of.newRecord(of.topic(), of.kafkaPartition(), of.keySchema(), of.key(), of.valueSchema(), of.value(), of.timestamp(), of.headers().duplicate());
    }

    private static ArrayNode error(Exception e) {
        // The identities of objects differ from run to run.
        String message = e.getMessage() == null ? null : e.getMessage().replaceAll("(\\[B|Spec)@[0-9a-f]+", "$1");
        return TransformNotation.JSON.createArrayNode().add(e.getClass().getSimpleName()).add(message);
    }

    private JsonNode answer(ObjectNode input, ConnectRecord<?> output) {
        if (output == null) return null;
        ObjectNode node = notation.record(output);
        ObjectNode answer = TransformNotation.JSON.createObjectNode();
        for (Iterator<String> names = node.fieldNames(); names.hasNext();) {
            String name = names.next();
            if (!node.get(name).equals(input.get(name))) answer.set(name, node.get(name));
        }
        for (Iterator<String> names = input.fieldNames(); names.hasNext();) {
            String name = names.next();
            if (!node.has(name)) answer.putNull(name);
        }
        if (answer.has("k") || answer.has("ks")) {
            if (output.keySchema() != null) put(answer, "jk", hash(json(withSchemas, output.keySchema(), output.key())));
            else put(answer, "bk", text(json(withoutSchemas, null, output.key())));
        }
        if ((answer.has("v") || answer.has("vs")) && output.valueSchema() != null)
            put(answer, "jv", hash(json(withSchemas, output.valueSchema(), output.value())));
        return answer;
    }

    private static void put(ObjectNode node, String name, String text) {
        if (text != null) node.put(name, text);
    }

    private static byte[] json(JsonConverter converter, Schema schema, Object value) {
        try {
            return converter.fromConnectData("topic", schema, value);
        } catch (Exception e) {
            return null;
        }
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** FNV-1a of 64 bits. */
    private static String hash(byte[] bytes) {
        if (bytes == null) return null;
        long hash = 0xcbf29ce484222325L;
        for (byte b : bytes) hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        return Long.toHexString(hash);
    }

    private static JsonConverter converter(boolean schemas) {
        JsonConverter converter = new JsonConverter();
        Map<String, String> config = new HashMap<>();
        config.put("schemas.enable", Boolean.toString(schemas));
        converter.configure(config, false);
        return converter;
    }
}
