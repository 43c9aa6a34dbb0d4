import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;

/** Records what Apache Kafka's configuration code does with a table of inputs; see record-config.sh. */
public class ConfigOracle {
    static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        Path config = Path.of(args[0]);
        Path worker = Path.of(args[1]);
        Files.createDirectories(config);
        Files.createDirectories(worker);
        parse(config.resolve("parse.jsonl"));
        validators(config.resolve("validators.jsonl"));
        properties(config.resolve("properties.jsonl"));
        connectorFiles(worker.resolve("connector-files.jsonl"));
        definitions("org.apache.kafka.connect.runtime.standalone.StandaloneConfig", "CONFIG", worker.resolve("standalone.jsonl"));
        definitions("org.apache.kafka.connect.runtime.SourceConnectorConfig", null, worker.resolve("source.jsonl"));
        definitions("org.apache.kafka.connect.runtime.SinkConnectorConfig", null, worker.resolve("sink.jsonl"));
        sinks(worker.resolve("sink-rules.jsonl"));
        groups(worker.resolve("topic-creation.jsonl"));
        workers(worker.resolve("worker-configs.jsonl"));
        policies(worker.resolve("override-policies.jsonl"));
    }

    static Map<String, Object> row(Object... pairs) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) row.put((String) pairs[i], pairs[i + 1]);
        return row;
    }

    static void write(Path path, List<Map<String, Object>> rows) throws Exception {
        try (PrintWriter out = new PrintWriter(path.toFile(), StandardCharsets.UTF_8)) {
            for (Map<String, Object> row : rows) out.print(JSON.writeValueAsString(row) + "\n");
        }
    }

    static Object plain(Object value) {
        if (value instanceof Password) return ((Password) value).value();
        if (value instanceof Class) return ((Class<?>) value).getName();
        if (value instanceof List) return value;
        return value == null ? null : value.toString();
    }

    static void parse(Path path) throws Exception {
        String[] booleans = {"true", "false", "TRUE", "False", " true ", "\ttrue\n", "yes", "1", "", "tru e", "true,"};
        String[] integers = {"0", "7", " 7 ", "+5", "-5", "--5", "+", "-", "", " ", "1e3", "1.0", "0x10", "007", "1_000", "1,000", "5L",
            "127", "32767", "32768", "-32768", "-32769", "2147483647", "2147483648", "-2147483648", "-2147483649",
            "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
            "99999999999999999999999", "\u0667", "\uff11\uff12", "\u00a07", "1 2", "abc", "null", "NaN"};
        String[] doubles = {"0", "-0", "0.5", ".5", "5.", ".", "1e3", "1E3", "1e+3", "1e-3", "1e", "e3", "+1.5", "-1.5", " 1.5 ", "1.5f", "1.5d",
            "1.5D", "1.5F", "1.5L", "NaN", "+NaN", "nan", "Infinity", "-Infinity", "inf", "infinity", "0x1p3", "0x1.8p1", "0X1P-2", "0x10", "1e400", "-1e400", "1e-400",
            "123456789012345678", "0.1", "100", "1e7", "9999999", "12345678.9", "0.001", "0.0001", "1.0E16", "3.4028235E38", "2.5E-300", "1_0", "\u0667", "", "1.5 f", "abc", "1.5.2", "0x.8p0", "0xp1"};
        String[] strings = {"", " ", "a", " a b ", "\ta\n", "\u00a0a\u00a0", "\u0001a", "a,b", "\u2003x", "\u3000x"};
        String[] lists = {"", " ", "a", "a,b", "a , b", " a,b ", "a,,b", ",", ",a", "a,", "a b", "a\t,\nb", "a;b", "a\u00a0,b", "a, a", " , ", "a\u000b,b"};
        String[] classes = {"java.lang.String", " java.lang.String ", "a.b.Nothing", ""};
        Map<Type, String[]> table = new LinkedHashMap<>();
        table.put(Type.BOOLEAN, booleans);
        table.put(Type.SHORT, integers);
        table.put(Type.INT, integers);
        table.put(Type.LONG, integers);
        table.put(Type.DOUBLE, doubles);
        table.put(Type.STRING, strings);
        table.put(Type.PASSWORD, strings);
        table.put(Type.LIST, lists);
        table.put(Type.CLASS, classes);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Map.Entry<Type, String[]> entry : table.entrySet()) {
            List<String> inputs = new ArrayList<>(Arrays.asList(entry.getValue()));
            inputs.add(null);
            for (String input : inputs) {
                Map<String, Object> row = row("type", entry.getKey().name(), "input", input);
                try {
                    Object parsed = ConfigDef.parseType("key", input, entry.getKey());
                    row.put("value", plain(parsed));
                    row.put("text", ConfigDef.convertToString(parsed, entry.getKey()));
                } catch (ConfigException e) {
                    row.put("error", e.getMessage());
                }
                rows.add(row);
            }
        }
        write(path, rows);
    }

    static void validators(Path path) throws Exception {
        Map<String, ConfigDef.Validator> table = new LinkedHashMap<>();
        table.put("atLeast 1", ConfigDef.Range.atLeast(1));
        table.put("between 0 10", ConfigDef.Range.between(0, 10));
        table.put("between 0.0 1.0", ConfigDef.Range.between(0.0, 1.0));
        table.put("in a b", ConfigDef.ValidString.in("a", "b"));
        table.put("in a b, ignoring case", ConfigDef.CaseInsensitiveValidString.in("a", "b"));
        table.put("non-empty", new ConfigDef.NonEmptyString());
        table.put("non-empty, no control characters", ConfigDef.NonEmptyStringWithoutControlChars.nonEmptyStringWithoutControlChars());
        table.put("non-null", new ConfigDef.NonNullValidator());
        table.put("at most 2 elements", ConfigDef.ListSize.atMostOfSize(2));
        table.put("list in a b", ConfigDef.ValidList.in("a", "b"));
        table.put("list, no duplicates", ConfigDef.ValidList.anyNonDuplicateValues(false, false));
        table.put("list, no duplicates, empty or null", ConfigDef.ValidList.anyNonDuplicateValues(true, true));
        table.put("non-null and non-empty", ConfigDef.CompositeValidator.of(new ConfigDef.NonNullValidator(), new ConfigDef.NonEmptyString()));
        Map<String, Type> types = new HashMap<>();
        types.put("atLeast 1", Type.INT);
        types.put("between 0 10", Type.LONG);
        types.put("between 0.0 1.0", Type.DOUBLE);
        for (String name : table.keySet()) {
            if (name.contains("list") || name.contains("elements")) types.put(name, Type.LIST);
        }
        Map<Type, String[]> inputs = new HashMap<>();
        inputs.put(Type.INT, new String[] {"0", "1", "-1", "2147483647", null});
        inputs.put(Type.LONG, new String[] {"-1", "0", "10", "11", "9223372036854775807", null});
        inputs.put(Type.DOUBLE, new String[] {"-0.1", "0", "1", "1.00001", "1e30", "NaN", null});
        inputs.put(Type.STRING, new String[] {"a", "A", "b", "c", "", " ", "a\u0007b\u001f", "\u0085", "a,b", null});
        inputs.put(Type.LIST, new String[] {"", "a", "a,b", "a,b,c", "a,a", "c,d", "A", ",", "a,,b", null});
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Map.Entry<String, ConfigDef.Validator> entry : table.entrySet()) {
            Type type = types.getOrDefault(entry.getKey(), Type.STRING);
            for (String input : inputs.get(type)) {
                Map<String, Object> row = row("validator", entry.getKey(), "text", entry.getValue().toString(), "type", type.name(), "input", input);
                try {
                    entry.getValue().ensureValid("key", ConfigDef.parseType("key", input, type));
                    row.put("error", null);
                } catch (ConfigException e) {
                    row.put("error", e.getMessage());
                } catch (NullPointerException e) {
                    continue; // a slip of that validator, nothing to follow
                }
                rows.add(row);
            }
        }
        write(path, rows);
    }

    static void properties(Path path) throws Exception {
        String[] inputs = {"", "a=b", "a:b", "a b", "a\tb", "a\fb", "a = b", "a : b", "a  b", "a==b", "a:=b", "a = = b", "a= b ", "  a=b", "\t\f a=b",
            "a", "a=", "=b", ":b", " = b", "a=b\nc=d", "a=b\rc=d", "a=b\r\nc=d", "a=b\n\n\nc=d\n", "# a=b\nc=d", "! a=b\nc=d", "  # a=b\nc=d", "a=b # c", "#\n", "#", "# a\\\nb=c",
            "a=b\\\nc", "a=b\\\n   c", "a=b\\\r\n\tc", "a=b\\\rc", "a=b\\\\\nc=d", "a=b\\\\\\\nc=d", "a\\\nb=c", "a=\\\n\\\nb", "a=b\\\n\nc=d", "a=b\\\n#c=d", "a=b\\\n=c", "\\\na=b", "\\\n#a=b\nc=d",
            "a=b\\", "\\", "\\\n", "a=\\\n", "\\\\", "a\\=b=c", "a\\:b=c", "a\\ b=c", "a\\\\=b", "a\\#b=c", "\\#a=b", "\\!a=b", "a=\\t\\n\\r\\f\\b\\0\\q\\\"\\'", "a=\\u0041", "a=\\u00e9", "\\u0061=1", "a=\\uD83D\\uDE00",
            "a=\\u00E", "a=\\u00EG", "a=\\u", "\\u00=b", "a=\\U0041", "a=\\\\u0041", "a=\u00fc", "\u00e9=\u00ff", "a=caf\u00c3\u00a9", "a=1\na=2", "b=1\na=2\nb=3", "a=b\u0000c", "a\u0000=b", "a=\u00a0b\u00a0", "a\u00a0=b", "a\u000b=b", "\u000ba=b",
            "key.with.dots=1", "k=v=w", "k=a:b:c", "path=c:\\\\dir\\\\x", "path=c:\\dir\\x", "a=${file:/x:y}", "a=1\n  b=2\n\tc=3", "a b=c", "a\\tb=c", "list=a,\\\n     b,\\\n     c\nd=e", "\n\n\na=b", "a=b\u001a", "   ", "\n", "\f\n\fa=b", "a = \\ b", "a=b\\ ", "a=\\\n  \\\n  # x\nb=1", "a\\", "a\\\n", "a\\\n  \nb=1", "=", ":", "==", "a=\r\rb=\r\n"};
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String input : inputs) {
            Map<String, Object> row = row("input", input);
            try {
                Properties properties = new Properties();
                properties.load(new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1)));
                Map<String, String> sorted = new TreeMap<>();
                for (String name : properties.stringPropertyNames()) sorted.put(name, properties.getProperty(name));
                row.put("entries", sorted);
            } catch (IllegalArgumentException e) {
                row.put("error", e.getMessage());
            }
            rows.add(row);
        }
        write(path, rows);
    }

    static void connectorFiles(Path path) throws Exception {
        String[] inputs = {
            "name=a\nconnector.class=B\n", "connector.class=B\n", "",
            "{\"name\":\"a\",\"connector.class\":\"B\"}", "{\"connector.class\":\"B\"}",
            "{\"name\":\"a\",\"config\":{\"connector.class\":\"B\"}}", "{\"name\":\"a\",\"config\":{\"name\":\"a\",\"connector.class\":\"B\"}}",
            "{\"name\":\"a\",\"config\":{\"name\":\"b\",\"connector.class\":\"B\"}}", "{\"config\":{\"connector.class\":\"B\"}}", "{\"config\":{\"name\":\"a\"}}",
            "{\"name\":\"a\",\"config\":{\"n\":1,\"d\":1.50,\"e\":1e3,\"t\":true,\"f\":false,\"z\":null,\"s\":\"x\",\"big\":123456789012345678901234567890}}",
            "{\"name\":\"a\",\"n\":1,\"d\":1.50,\"e\":1e3,\"t\":true,\"f\":false,\"z\":null,\"neg\":-0}",
            "{\"name\":\"a\",\"config\":{\"o\":{}}}", "{\"name\":\"a\",\"config\":{\"o\":[1]}}", "{\"name\":\"a\",\"l\":[1]}", "{\"name\":1,\"config\":{}}", "{\"name\":\"a\",\"config\":null}", "{\"name\":\"a\",\"config\":{}}",
            "{\"name\":\"a\",\"config\":{},\"initial_state\":\"PAUSED\"}", "{\"name\":\"a\",\"config\":{},\"initial_state\":\"stopped\"}", "{\"name\":\"a\",\"config\":{},\"initial_state\":\"NO\"}", "{\"name\":\"a\",\"config\":{},\"initial_state\":null}",
            "{\"name\":\"a\",\"config\":{},\"extra\":1}", "{\"name\":\"a\",\"config\":{},\"tasks\":[]}",
            "{\"name\":\"a\",\"config\":{\"x\":\"1\",\"x\":\"2\"}}", "{\"name\":\"a\",\"initial_state\":\"PAUSED\"}",
            "{\"name\":\"a\",\"x\":\"1\"} trailing", "{\"name\":\"a\"", "[]", "\"a\"", "null", "{}", "  {\"name\":\"a\",\"u\":\"\\u00fc\\n\"}  ", "{\"name\":\"a\",\"u\":\"\u00fc\"}", "{\"name\":null}", "{\"name\":\"\"}", "{'name':'a'}", "{\"name\":\"a\",}"};
        Class<?> cli = Class.forName("org.apache.kafka.connect.cli.ConnectStandalone");
        Method read = cli.getDeclaredMethod("parseConnectorConfigurationFile", String.class);
        read.setAccessible(true);
        java.lang.reflect.Constructor<?> maker = cli.getDeclaredConstructor(String[].class);
        maker.setAccessible(true);
        Object standalone = maker.newInstance((Object) new String[] {"worker.properties"});
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String input : inputs) {
            Path file = Path.of("connector-file");
            Files.write(file, input.getBytes(StandardCharsets.UTF_8));
            Map<String, Object> row = row("input", input);
            try {
                Object request = read.invoke(standalone, file.toString());
                row.put("name", request.getClass().getMethod("name").invoke(request));
                row.put("config", request.getClass().getMethod("config").invoke(request));
                Object state = request.getClass().getMethod("initialState").invoke(request);
                row.put("state", state == null ? null : state.toString());
            } catch (java.lang.reflect.InvocationTargetException e) {
                row.put("error", String.valueOf(e.getCause().getMessage()));
            }
            rows.add(row);
            Files.delete(file);
        }
        write(path, rows);
    }

    static ConfigDef definition(String className, String field) throws Exception {
        Class<?> type = Class.forName(className);
        if (field == null) return (ConfigDef) type.getMethod("configDef").invoke(null);
        for (Field each : type.getDeclaredFields()) {
            if (each.getType() == ConfigDef.class) {
                each.setAccessible(true);
                return (ConfigDef) each.get(null);
            }
        }
        throw new IllegalStateException("no ConfigDef in " + className);
    }

    static void definitions(String className, String field, Path path) throws Exception {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ConfigDef.ConfigKey key : definition(className, field).configKeys().values()) {
            boolean required = !key.hasDefault();
            rows.add(row("name", key.name, "type", key.type.name(), "required", required,
                "default", required ? null : ConfigDef.convertToString(key.defaultValue, key.type),
                "validator", key.validator == null || key.validator.toString().contains("@") || key.validator.toString().contains("$$Lambda") ? null : key.validator.toString(),
                "importance", key.importance.name(), "group", key.group, "order", key.orderInGroup, "width", key.width.name(),
                "display", key.displayName, "dependents", key.dependents, "internal", key.internalConfig));
        }
        write(path, rows);
    }

    static void sinks(Path path) throws Exception {
        String[][] inputs = {{}, {"topics", "a"}, {"topics", ""}, {"topics", "a,b"}, {"topics.regex", "a.*"}, {"topics.regex", ""}, {"topics", "a", "topics.regex", "b"}, {"topics.regex", "a("},
            {"topics", "a", "errors.deadletterqueue.topic.name", "a"}, {"topics", "a,b", "errors.deadletterqueue.topic.name", "b"}, {"topics.regex", "a.*", "errors.deadletterqueue.topic.name", "ab"}, {"topics.regex", "a.*", "errors.deadletterqueue.topic.name", "bab"},
            {"topics", "a", "errors.deadletterqueue.topic.name", "dlq"}, {"topics", "", "topics.regex", "a"}, {"topics", " ", "topics.regex", " "}, {"topics", "a,,b"}, {"topics", "a,a"}, {"topics", ","}};
        Class<?> type = Class.forName("org.apache.kafka.connect.runtime.SinkConnectorConfig");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String[] input : inputs) {
            Map<String, String> config = new LinkedHashMap<>();
            for (int i = 0; i < input.length; i += 2) config.put(input[i], input[i + 1]);
            Map<String, Object> row = row("config", config);
            Map<String, ConfigValue> values = new HashMap<>();
            for (Map.Entry<String, ConfigValue> value : definition(type.getName(), null).validateAll(config).entrySet()) values.put(value.getKey(), value.getValue());
            Map<String, Object> errors = new TreeMap<>();
            for (Method method : type.getDeclaredMethods()) {
                if (!method.getName().equals("validate")) continue;
                method.setAccessible(true);
                try {
                    if (method.getParameterCount() == 1) method.invoke(null, config);
                    else method.invoke(null, config, values);
                } catch (java.lang.reflect.InvocationTargetException e) {
                    row.put("thrown", e.getCause().getMessage());
                }
            }
            for (Map.Entry<String, ConfigValue> value : values.entrySet()) {
                if (config.containsKey(value.getKey()) || value.getKey().startsWith("topics")) {
                    if (!value.getValue().errorMessages().isEmpty()) errors.put(value.getKey(), value.getValue().errorMessages());
                }
            }
            row.put("errors", errors);
            rows.add(row);
        }
        write(path, rows);
    }

    static void groups(Path path) throws Exception {
        String[][] inputs = {{}, {"topic.creation.default.replication.factor", "1", "topic.creation.default.partitions", "2"}, {"topic.creation.default.replication.factor", "1"},
            {"topic.creation.default.replication.factor", "0", "topic.creation.default.partitions", "0"}, {"topic.creation.default.replication.factor", "-1", "topic.creation.default.partitions", "-1"}, {"topic.creation.default.replication.factor", "-2", "topic.creation.default.partitions", "x"},
            {"topic.creation.groups", "a"}, {"topic.creation.groups", "a", "topic.creation.default.replication.factor", "1", "topic.creation.default.partitions", "1"},
            {"topic.creation.groups", "a", "topic.creation.default.replication.factor", "1", "topic.creation.default.partitions", "1", "topic.creation.a.include", "x.*"},
            {"topic.creation.groups", "a", "topic.creation.default.replication.factor", "1", "topic.creation.default.partitions", "1", "topic.creation.a.include", "x(", "topic.creation.a.exclude", "[", "topic.creation.a.partitions", "0"},
            {"topic.creation.groups", "a,b", "topic.creation.default.replication.factor", "1", "topic.creation.default.partitions", "1", "topic.creation.a.include", "x", "topic.creation.b.include", "y,z", "topic.creation.b.cleanup.policy", "compact", "topic.creation.b.replication.factor", "3"},
            {"topic.creation.groups", "default", "topic.creation.default.replication.factor", "1", "topic.creation.default.partitions", "1"}, {"topic.creation.groups", "a,a"}, {"topic.creation.groups", ""}, {"topic.creation.groups", "a,"},
            {"exactly.once.support", "REQUIRED"}, {"exactly.once.support", "no"}, {"transaction.boundary", "Interval", "transaction.boundary.interval.ms", "0"}, {"transaction.boundary", "no"}, {"transaction.boundary.interval.ms", "5"}, {"offsets.storage.topic", ""}, {"offsets.storage.topic", " t "}};
        Class<?> type = Class.forName("org.apache.kafka.connect.runtime.SourceConnectorConfig");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String[] input : inputs) {
            Map<String, String> config = new LinkedHashMap<>();
            config.put("name", "n");
            config.put("connector.class", "c");
            for (int i = 0; i < input.length; i += 2) config.put(input[i], input[i + 1]);
            Map<String, Object> row = row("config", config);
            try {
                Method enrich = type.getDeclaredMethod("enrich", ConfigDef.class, Map.class, Class.forName("org.apache.kafka.common.config.AbstractConfig"));
                enrich.setAccessible(true);
                ConfigDef definition = definition(type.getName(), null);
                if (config.keySet().stream().anyMatch(key -> key.startsWith("topic.creation."))) {
                    definition = org.apache.kafka.connect.runtime.SourceConnectorConfig.embedDefaultGroup(definition);
                }
                Map<String, Object> errors = new TreeMap<>();
                for (ConfigValue value : definition.validate(config)) if (!value.errorMessages().isEmpty()) errors.put(value.name(), value.errorMessages());
                if (errors.isEmpty() && config.containsKey("topic.creation.groups")) {
                    Object parsed = new org.apache.kafka.common.config.AbstractConfig(definition, config, false);
                    ConfigDef enriched = (ConfigDef) enrich.invoke(null, definition, config, parsed);
                    for (ConfigValue value : enriched.validate(config)) if (!value.errorMessages().isEmpty()) errors.put(value.name(), value.errorMessages());
                }
                row.put("errors", errors);
            } catch (NullPointerException e) {
                continue; // as above
            }
            rows.add(row);
        }
        write(path, rows);
    }


    static void workers(Path path) throws Exception {
        String[][] inputs = {{}, {"bootstrap.servers", ""}, {"bootstrap.servers", "a:1,a:1"}, {"bootstrap.servers", "a:1,,b:2"}, {"plugin.path", ""}, {"plugin.path", "/a,/a"}, {"plugin.path", "/a, /b"},
            {"offset.flush.interval.ms", "soon"}, {"offset.flush.interval.ms", "-5"}, {"metrics.num.samples", "0"}, {"plugin.discovery", "sometimes"}, {"plugin.discovery", "ONLY_scan"}, {"metrics.recording.level", "info"},
            {"topic.creation.enable", "yes"}, {"ssl.client.auth", "NONE"}, {"listeners", ""}, {"listeners", "http://a:1,"}, {"listeners", "nonsense"}, {"admin.listeners", ""}, {"admin.listeners", "a,a"}, {"admin.listeners", "a,"},
            {"client.dns.lookup", "x"}, {"rest.advertised.port", "x"}, {"rest.extension.classes", "a,a"}, {"config.providers", "a,a"}, {"response.http.headers.config", "x"}, {"response.http.headers.config", "set X: y"}, {"offset.storage.file.filename", ""}};
        ConfigDef definition = definition("org.apache.kafka.connect.runtime.standalone.StandaloneConfig", "CONFIG");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String[] input : inputs) {
            Map<String, String> config = new LinkedHashMap<>();
            if (input.length > 0) {
                config.put("bootstrap.servers", "localhost:9092");
                config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
                config.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
                config.put("offset.storage.file.filename", "/tmp/offsets");
            }
            for (int i = 0; i < input.length; i += 2) config.put(input[i], input[i + 1]);
            Map<String, Object> errors = new TreeMap<>();
            for (ConfigValue value : definition.validate(config)) if (!value.errorMessages().isEmpty()) errors.put(value.name(), value.errorMessages());
            rows.add(row("config", config, "errors", errors));
        }
        write(path, rows);
    }

    static void policies(Path path) throws Exception {
        String[] keys = {"acks", "sasl.jaas.config", "sasl.mechanism", "security.protocol", "linger.ms", "no.such.key"};
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String policy : new String[] {"All", "None", "Principal", "Allowlist"}) {
            Class<?> type = Class.forName("org.apache.kafka.connect.connector.policy." + policy + "ConnectorClientConfigOverridePolicy");
            org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy instance =
                (org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy) type.getConstructor().newInstance();
            instance.configure(new HashMap<>(Map.of("connector.client.config.override.allowlist", "linger.ms, acks")));
            for (String key : keys) {
                Map<String, Object> config = new HashMap<>(Map.of(key, "1"));
                List<String> errors = new ArrayList<>();
                for (ConfigValue value : instance.validate(new org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest(
                    "c", org.apache.kafka.connect.health.ConnectorType.SOURCE, null, config,
                    org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest.ClientType.PRODUCER))) errors.addAll(value.errorMessages());
                rows.add(row("policy", policy, "input", key, "errors", errors));
            }
        }
        write(path, rows);
    }
}
