import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.FileOutputStream;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.file.FileStreamSinkTask;
import org.apache.kafka.connect.file.FileStreamSourceTask;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** Records what Connect's own file connectors make of a table of inputs; see record-filestream.sh. */
public class FileStreamOracle {
    static final ObjectMapper JSON = new ObjectMapper();
    static final HexFormat HEX = HexFormat.of();

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        Files.createDirectories(directory);
        lines(directory.resolve("lines.jsonl"));
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        texts(directory.resolve("texts.jsonl"));
    }

    /** Chunks of a file in hexadecimal, and the values (as UTF-8) of the records that came before the next chunk. */
    static void lines(Path output) throws Exception {
        String[][] cases = {
            {"610a620a"}, {"61", "620a"}, {"610a", "62"}, {"0a0a0a"}, {"0a", "0a"},
            {"610d0a620d0a"}, {"610d", "0a620a"}, {"610d620a"}, {"610d", "620a"}, {"610d"}, {"610d", "0d", "0a"},
            {"0d0d0d61"}, {"0a0d0a0d"}, {"0d0a0a0d0d0a610a"}, {"610a0d620a"}, {"610d0a0d0a"},
            {"efbbbf610a620a"}, {"c3a40ae282ac0af09f98800a"}, {"c3", "a40a"}, {"e2", "82", "ac0a"}, {"f09f", "98800a"},
            {"ff0a"}, {"61ff620a"}, {"c30a"}, {"e2820a"}, {"e282610a"}, {"f09f980a"}, {"f09f98610a"}, {"f0908080c00a"},
            {"c0800a"}, {"c1bf0a"}, {"e080800a"}, {"eda0800a"}, {"eda00a"}, {"ed0a"}, {"edbfbf610a"}, {"eda080edb0800a"},
            {"f08080800a"}, {"f48fbfbf0a"}, {"f49080800a"}, {"f5808080610a"}, {"80800a"}, {"c3c3a40a"}, {"e2e282ac0a"},
            {"fe61ff0a"}, {"c30d0a"}, {"e2820d610a"}, {"00610a"}, {"1a0a", "04610a"}, {"c2850ae280a80a"}, {"0b0c0a"},
            {"610a620a63"}, {"63", "640a65", "660a"},
        };
        try (PrintWriter writer = new PrintWriter(output.toFile(), StandardCharsets.UTF_8)) {
            for (String[] chunks : cases) {
                Path file = Files.createTempFile("filestream", ".txt");
                FileStreamSourceTask task = started(file);
                List<List<String>> polls = new ArrayList<>();
                try (FileOutputStream stream = new FileOutputStream(file.toFile(), true)) {
                    for (String chunk : chunks) {
                        stream.write(HEX.parseHex(chunk));
                        List<String> values = new ArrayList<>();
                        List<SourceRecord> records = task.poll();
                        if (records != null)
                            for (SourceRecord record : records)
                                values.add(HEX.formatHex(((String) record.value()).getBytes(StandardCharsets.UTF_8)));
                        polls.add(values);
                    }
                }
                task.stop();
                Files.delete(file);
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("chunks", chunks);
                line.put("values", polls);
                writer.println(JSON.writeValueAsString(line));
            }
        }
    }

    static FileStreamSourceTask started(Path file) {
        FileStreamSourceTask task = new FileStreamSourceTask();
        OffsetStorageReader reader = (OffsetStorageReader) java.lang.reflect.Proxy.newProxyInstance(
            FileStreamOracle.class.getClassLoader(), new Class<?>[] {OffsetStorageReader.class}, (p, m, a) -> null);
        task.initialize((SourceTaskContext) java.lang.reflect.Proxy.newProxyInstance(
            FileStreamOracle.class.getClassLoader(), new Class<?>[] {SourceTaskContext.class},
            (p, m, a) -> m.getName().equals("offsetStorageReader") ? reader : null));
        task.start(Map.of("file", file.toString(), "topic", "t"));
        return task;
    }

    /** Values by the name that the Swift test knows them by, and the line that the sink writes for each. */
    static void texts(Path output) throws Exception {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("null", null);
        values.put("true", true);
        values.put("int8", (byte) -7);
        values.put("int64", Long.MIN_VALUE);
        values.put("float32", 1.1f);
        values.put("float32 large", 1.0e10f);
        values.put("float64", 0.1);
        values.put("float64 whole", 100.0);
        values.put("float64 small", 1.0e-5);
        values.put("string", "a\tb");
        values.put("decimal", new BigDecimal("-12.340"));
        values.put("decimal exponent", new BigDecimal("1E+3"));
        values.put("date-time 0", new java.util.Date(0));
        values.put("date-time leap", new java.util.Date(951782399999L));
        values.put("date-time past", new java.util.Date(-1));
        values.put("date-time now", new java.util.Date(1763696646000L));
        values.put("array", Arrays.asList(1, "b", null, List.of()));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("k", 1);
        map.put("l", Collections.singletonMap("m", true));
        values.put("map", map);
        Schema inner = SchemaBuilder.struct().field("x", Schema.FLOAT64_SCHEMA).build();
        Schema schema = SchemaBuilder.struct().field("a", Schema.INT32_SCHEMA).field("b", Schema.OPTIONAL_STRING_SCHEMA)
            .field("c", inner).field("d", SchemaBuilder.array(Schema.INT64_SCHEMA).build())
            .field("date", Date.SCHEMA).field("time", Time.SCHEMA).field("ts", Timestamp.SCHEMA)
            .field("dec", org.apache.kafka.connect.data.Decimal.schema(2)).build();
        values.put("struct", new Struct(schema).put("a", 1).put("c", new Struct(inner).put("x", 0.5))
            .put("d", List.of(1L, 2L)).put("date", new java.util.Date(86400000L)).put("time", new java.util.Date(3723004L))
            .put("ts", new java.util.Date(1700000000000L)).put("dec", new BigDecimal("-1.05")));
        values.put("struct empty", new Struct(SchemaBuilder.struct().field("b", Schema.OPTIONAL_STRING_SCHEMA).build()));
        try (PrintWriter writer = new PrintWriter(output.toFile(), StandardCharsets.UTF_8)) {
            for (Map.Entry<String, Object> entry : values.entrySet()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                FileStreamSinkTask task = new FileStreamSinkTask(new PrintStream(bytes, true, StandardCharsets.UTF_8));
                task.put(List.of(new SinkRecord("t", 0, null, null, null, entry.getValue(), 0)));
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("name", entry.getKey());
                line.put("line", bytes.toString(StandardCharsets.UTF_8));
                writer.println(JSON.writeValueAsString(line));
            }
        }
    }
}
