import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** The configurations of each family, each with the records that one instance gets in this order. */
final class TransformCases {
    record Case(String className, Map<String, String> config, List<Integer> records) { }

    private static final String PACKAGE = "org.apache.kafka.connect.transforms.";
    private final TransformRecords records;
    private List<Integer> plain;
    private Random random;
    private List<Case> cases;

    TransformCases(TransformRecords records) {
        this.records = records;
    }

    /** The cases of every family, by the name of its file. */
    Map<String, List<Case>> families() {
        records.addCommon();
        plain = records.addPlain(120);
        Map<String, List<Case>> families = new LinkedHashMap<>();
        families.put("Cast", family("Cast", this::cast));
        families.put("DropHeaders", family("DropHeaders", this::dropHeaders));
        families.put("ExtractField", family("ExtractField", this::extractField));
        families.put("Filter", family("Filter", () -> add("Filter", config(), sample(plain, 8), 300)));
        families.put("Flatten", family("Flatten", this::flatten));
        families.put("HeaderFrom", family("HeaderFrom", this::headerFrom));
        families.put("HoistField", family("HoistField", this::hoistField));
        families.put("InsertField", family("InsertField", this::insertField));
        families.put("InsertHeader", family("InsertHeader", this::insertHeader));
        families.put("MaskField", family("MaskField", this::maskField));
        families.put("RegexRouter", family("RegexRouter", this::regexRouter));
        families.put("ReplaceField", family("ReplaceField", this::replaceField));
        families.put("SetSchemaMetadata", family("SetSchemaMetadata", this::setSchemaMetadata));
        families.put("TimestampConverter", family("TimestampConverter", this::timestampConverter));
        families.put("TimestampRouter", family("TimestampRouter", this::timestampRouter));
        families.put("ValueToKey", family("ValueToKey", this::valueToKey));
        families.put("Predicates", family("Predicates", this::predicates));
        return families;
    }

    private List<Case> family(String name, Runnable make) {
        // A seed of its own, so that a change of one family leaves the others as they are.
        random = new Random(name.hashCode());
        cases = new ArrayList<>();
        make.run();
        return cases;
    }

    // Building blocks

    private void add(String className, Map<String, String> config, List<Integer> inputs) {
        cases.add(new Case(PACKAGE + className, config, inputs));
    }

    private void add(String className, Map<String, String> config, List<Integer> inputs, int times) {
        for (int i = 0; i < times; i += inputs.size()) add(className, config, i == 0 ? inputs : sample(plain, inputs.size()));
    }

    /** Adds a configuration that is refused, which is asked with one record. */
    private void addBad(String className, String... settings) {
        add(className, config(settings), List.of(plain.get(0)));
    }

    private static Map<String, String> config(String... settings) {
        Map<String, String> config = new LinkedHashMap<>();
        for (int i = 0; i < settings.length; i += 2) if (settings[i + 1] != null) config.put(settings[i], settings[i + 1]);
        return config;
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

    private static String side(boolean onKey) {
        return onKey ? "$Key" : "$Value";
    }

    private TransformRecords.Group group(boolean onKey) {
        return pick(onKey ? records.keys : records.values);
    }

    /** Records of the group, with those of others between them, so that the schema changes back and forth. */
    private List<Integer> mixed(TransformRecords.Group group) {
        List<Integer> inputs = new ArrayList<>();
        TransformRecords.Group other = group(group.onKey());
        if (other.paths().isEmpty() && !group.paths().isEmpty()) other = group(group.onKey());
        for (int i = 2 + random.nextInt(4); i > 0; i--) {
            inputs.add(pick(group.records()));
            if (chance(0.3)) inputs.add(pick(other.records()));
        }
        if (chance(0.1)) inputs.add(pick(plain));
        return inputs;
    }

    /** A field of the group, by its name or its path, or now and then any name. */
    private String field(TransformRecords.Group group, boolean nested) {
        List<String> fields = group.paths().stream().filter(path -> nested || !path.contains(".") || chance(0.1)).toList();
        return fields.isEmpty() || chance(0.08) ? pick(TransformRecords.NAMES) : pick(fields);
    }

    private String fields(TransformRecords.Group group, int most) {
        List<String> fields = new ArrayList<>();
        for (int i = 1 + random.nextInt(most); i > 0; i--) fields.add(field(group, false));
        return String.join(chance(0.2) ? " , " : ",", fields);
    }

    private String replaceNull() {
        return chance(0.5) ? null : chance(0.8) ? "false" : "true";
    }

    private interface ForGroup {
        void add(String side, TransformRecords.Group group);
    }

    /** Asks for a configuration for every group, and for `more` of any. */
    private void eachGroup(int more, ForGroup body) {
        for (int i = 0; i < records.values.size(); i++) {
            // What has no fields mostly fails in the same way.
            if (records.values.get(i).paths().isEmpty() && chance(0.6)) continue;
            body.add(side(false), records.values.get(i));
            if (i % 3 == 0) body.add(side(true), records.keys.get(i));
        }
        for (int i = 0; i < more;) {
            boolean onKey = chance(0.25);
            TransformRecords.Group group = group(onKey);
            if (group.paths().isEmpty()) continue;
            body.add(side(onKey), group);
            i++;
        }
    }

    // Families

    private static final List<String> CASTS = List.of("int8", "int16", "int32", "int64", "float32", "float64", "boolean", "string");

    private void cast() {
        eachGroup(250, (side, group) -> {
            StringBuilder spec = new StringBuilder();
            List<String> names = new ArrayList<>();
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                String name = field(group, false);
                if (name.isEmpty() || name.contains(",") || names.contains(name)) continue;
                names.add(name);
                spec.append(spec.isEmpty() ? "" : ",").append(name).append(':').append(pick(CASTS));
            }
            String whole = chance(0.2) || spec.isEmpty() || group.paths().isEmpty() && chance(0.8) ? pick(CASTS) : spec.toString();
            add("Cast" + side, config("spec", whole, "replace.null.with.default", replaceNull()), mixed(group));
        });
        // Every type to every type.
        for (TransformRecords.Group group : records.values.stream().filter(group -> group.name().startsWith("all types")).toList())
            for (String type : CASTS) {
                String spec = String.join(",", group.paths().stream().map(path -> path + ":" + type).toList());
                add("Cast$Value", config("spec", spec), group.records());
                for (String path : group.paths()) if (group.name().endsWith("1")) add("Cast$Value", config("spec", path + ":" + type), group.records().subList(0, 3));
            }
        for (TransformRecords.Group group : records.values.stream().filter(group -> group.name().startsWith("bare")).toList())
            for (String type : CASTS) if (chance(0.7)) add("Cast$Value", config("spec", type), group.records());
        for (String spec : Arrays.asList(null, "", " ", "a:bytes", "a:struct", "a:date", "a:INT32", "Int64", "bytes", "array", "a:int8,int16", "int16,a:int8", "a:b:c", "a:", ":int8",
                "int8,int16", "a:int8,a:int16", "nonsense", "a:nonsense", "a:int8,,b:int8", " a : int8 ", "a:map", "a:int8,"))
            addBad("Cast$Value", "spec", spec);
        addBad("Cast$Key", "spec", "int8", "replace.null.with.default", "maybe");
    }

    private void dropHeaders() {
        for (int i = 0; i < 320; i++)
            add("DropHeaders", config("headers", String.join(",", sample(TransformRecords.HEADERS, 1 + random.nextInt(3)))), sample(plain, 3 + random.nextInt(5)));
        addBad("DropHeaders");
        for (String headers : List.of("", " ", ",", "h1,", ",h1", "h1,,h2", "h1,h1", " h1 , h2 ")) addBad("DropHeaders", "headers", headers);
    }

    private void extractField() {
        eachGroup(350, (side, group) -> {
            boolean nested = chance(0.5);
            String path = field(group, nested);
            if (nested && chance(0.3)) path = quoted(path);
            add("ExtractField" + side, config("field", path, "field.syntax.version", nested ? pick(List.of("V2", "v2")) : chance(0.5) ? null : "V1",
                "replace.null.with.default", replaceNull()), mixed(group));
        });
        for (String path : List.of("a.`b.c`", "`a.b`", "`a`.b", "a.`back``tick`", "a.`back\\`tick`", "`.`", "```", "\\`", "nested.nested.nested.a", "nested.nested.a", "`nested`.`a`", "a.back`tick",
                "`a", "a`", "a.`b", "`a.b`c", "a..b", ".a", "a.", ".", "", " ", "`", "``", "a.``", "`a`b`", "`a``b`", "a.`b`.", "nested.missing.a", "id.a", "`日本`", "😀.é"))
            for (String group : List.of("dotted", "dotted map", "deep", "deep map", "unicode", "nested"))
                add("ExtractField$Value", config("field", path, "field.syntax.version", "V2"), sample(named(group).records(), 3));
        addBad("ExtractField$Value");
        addBad("ExtractField$Value", "field", "a", "field.syntax.version", "V3");
        addBad("ExtractField$Key", "field", "");
        addBad("ExtractField$Key", "field", "a", "replace.null.with.default", "1");
    }

    private String quoted(String path) {
        List<String> steps = new ArrayList<>();
        for (String step : path.split("\\.")) steps.add(chance(0.5) ? "`" + step + "`" : step);
        return String.join(".", steps);
    }

    private TransformRecords.Group named(String name) {
        return records.values.stream().filter(group -> group.name().equals(name)).findFirst().orElseThrow();
    }

    private void flatten() {
        eachGroup(250, (side, group) -> add("Flatten" + side,
            config("delimiter", chance(0.4) ? null : pick(List.of(".", "_", "", ":", "日", "--", " "))), mixed(group)));
    }

    private void headerFrom() {
        eachGroup(250, (side, group) -> {
            List<String> fields = new ArrayList<>();
            List<String> headers = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                fields.add(field(group, false));
                headers.add(pick(TransformRecords.HEADERS));
            }
            if (chance(0.04)) headers.add("more");
            add("HeaderFrom" + side, config("fields", String.join(",", fields), "headers", String.join(",", headers),
                "operation", pick(List.of("move", "copy")), "replace.null.with.default", replaceNull()), mixed(group));
        });
        addBad("HeaderFrom$Value", "fields", "a", "headers", "b");
        addBad("HeaderFrom$Value", "fields", "a", "operation", "copy");
        addBad("HeaderFrom$Value", "headers", "a", "operation", "copy");
        for (String operation : List.of("MOVE", "delete", "")) addBad("HeaderFrom$Value", "fields", "a", "headers", "b", "operation", operation);
        addBad("HeaderFrom$Value", "fields", "", "headers", "", "operation", "copy");
        addBad("HeaderFrom$Value", "fields", "a,b", "headers", "c", "operation", "copy");
        addBad("HeaderFrom$Value", "fields", "a,a", "headers", "c,d", "operation", "move");
    }

    private void hoistField() {
        eachGroup(150, (side, group) -> add("HoistField" + side, config("field", pick(TransformRecords.NAMES)), mixed(group)));
        addBad("HoistField$Value");
        add("HoistField$Value", config("field", ""), named("nested").records());
        add("HoistField$Value", config("field", ""), named("mixed").records());
        add("HoistField$Key", config("field", " a "), mixed(group(true)));
    }

    private void insertField() {
        List<String> settings = List.of("topic.field", "partition.field", "offset.field", "timestamp.field", "static.field");
        eachGroup(300, (side, group) -> {
            Map<String, String> config = new LinkedHashMap<>();
            for (String setting : settings) {
                if (!chance(setting.equals("offset.field") ? 0.15 : 0.4)) continue;
                String name = chance(0.7) ? "new " + setting.substring(0, setting.indexOf('.')) : field(group, false);
                config.put(setting, name + pick(List.of("", "", "!", "?")));
            }
            if (config.containsKey("static.field") || chance(0.02)) config.put("static.value", pick(List.of("text", "", "5", "日本", " ")));
            if (config.isEmpty()) config.put("topic.field", "t");
            if (chance(0.5)) config.put("replace.null.with.default", chance(0.8) ? "false" : "true");
            add("InsertField" + side, config, mixed(group));
        });
        addBad("InsertField$Value");
        addBad("InsertField$Value", "static.field", "a");
        addBad("InsertField$Value", "static.value", "a");
        addBad("InsertField$Value", "static.value", "a", "topic.field", "t");
        for (String name : List.of("!", "?", "", "a!!", "a!?", "a?!"))
            add("InsertField$Value", config("topic.field", name), List.of(named("nested").records().get(0), named("mixed").records().get(0)));
        addBad("InsertField$Key", "topic.field", "t", "replace.null.with.default", "no");
    }

    private void insertHeader() {
        List<String> literals = new ArrayList<>(TransformRecords.TEXTS);
        literals.addAll(List.of("[1,2,3]", "[]", "{}", "{\"a\":1}", "{\"a\":1,\"b\":\"c\"}", "[1,\"two\"]", "[\"a\",\"b\"]", "null", "2019-08-23", "14:34:54.346Z", "2019-08-23T14:34:54.346Z",
            "100000000000000000000", "1.0E40", "3.14159265358979323846", "'single'", "\"double\"", "a,b", "key:value", "{1:2}", "[1.5,2]", "  padded  ", "[", "{", "\\", "True", "nUll", "-", "+", ".", "e"));
        for (String literal : literals) {
            List<Integer> inputs = sample(plain, 4);
            add("InsertHeader", config("header", pick(TransformRecords.HEADERS), "value.literal", literal), inputs);
        }
        for (int i = 0; i < 230; i++) {
            String number = chance(0.5) ? Long.toString(random.nextLong() >> random.nextInt(64)) : Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30));
            add("InsertHeader", config("header", "n" + i, "value.literal", number), sample(plain, 2));
        }
        addBad("InsertHeader");
        addBad("InsertHeader", "header", "h");
        addBad("InsertHeader", "value.literal", "h");
        addBad("InsertHeader", "header", "", "value.literal", "5");
    }

    private void maskField() {
        List<String> replacements = Arrays.asList(null, null, null, "***", "42", "-1", "300", "70000", "1.5", "5000000000", "NaN", "abc", "0x10", "1e3", " 7 ", "日本");
        eachGroup(350, (side, group) -> add("MaskField" + side, config("fields", fields(group, 4), "replacement", pick(replacements),
            "replace.null.with.default", replaceNull()), mixed(group)));
        for (TransformRecords.Group group : List.of(named("all types 0"), named("all types 1"), named("all types 2"), named("containers"), named("mixed"), named("nested"), named("decimals")))
            for (String field : group.paths()) for (String replacement : Arrays.asList(null, "42", "x"))
                add("MaskField$Value", config("fields", field, "replacement", replacement), sample(group.records(), 3));
        addBad("MaskField$Value");
        addBad("MaskField$Value", "fields", "");
        addBad("MaskField$Value", "fields", "a", "replacement", "");
        addBad("MaskField$Value", "fields", "a,a");
        addBad("MaskField$Key", "fields", "a", "replace.null.with.default", "");
    }

    private static final List<String> PATTERNS = List.of(
        ".*", "(.*)", "orders", "order", "(.*)orders", "([^.]+)\\.([^.]+)\\.([^.]+)", "(?<db>[^.]+)\\.(?<rest>.*)", "(\\w+)[-_](\\w+)", "(?i)upper", "(?i:UPPER)|orders",
        "^(.+?)-(.*)$", "(a)(a)(a)", "(a|b)*", "(?:x)\\.(y)\\.z", "\\d{4}-\\d{2}-\\d{2}", "(\\d+)-(\\d+)-(\\d+)", "(.)(.*)\\1", "(\\p{L}+)", "\\p{IsHan}+", "[\\p{Lu}]+", "\\Qx.y.z\\E", "(?=orders).*",
        "(?!orders).*", ".*(?<=s)", "(.*)(?<!s)", "[a-z&&[^m-z]]+", "[a-z&&[^x]]*.*", "a++", "(a*+)a", "(?>a*)b?", "(?s).*", "(?x) orders # comment", "\\borders\\b", "(.*?)(orders)(.*)", "()(.*)", "(((.*)))",
        "x{0,2}.*", "[^a]+", "[\\w.]+", "\\S+", "\\x6frders", "\\u006frders", "(?u)(?i)日本", "(?<a>.)(?<b>.*)\\k<a>", "[[:alpha:]]+", "\\h*.*", "\\R?.*", ".*\\z", "\\A.*\\Z", "[a-c[x-z]]+.*",
        "(.*)\\.(.*)", "prefix-(?<name>.*)-suffix", "_(.*)", "[_a-z]+", "(?m)^orders$", "(?d).*", ".{5,}", "\\p{javaLowerCase}+", "\\p{Alpha}+", "\\p{Punct}.*", "\\P{L}+");
    private static final List<String> BAD_PATTERNS = List.of("(", ")", "[", "a{2,1}", "*", "(?<n>a", "\\", "(?<1a>x)", "\\k<missing>", "[z-a]", "(?P<name>x)", "x**", "\\p{Nonsense}", "(?<=a+)b", "{", "}", "]", "a{", "");

    private void regexRouter() {
        List<String> grouped = List.of("$1", "pre-$1", "$1-$0", "$1$1", "日本-$1", "$1-post");
        List<String> ungrouped = List.of("new", "$0-post", "pre-$0", "$0$0", "\\$0", "日本");
        List<String> replacements = List.of("$1", "$2", "$0", "new", "$1-$2", "${db}.new", "$3.$2.$1", "$2_$1", "pre-$0-post", "${name}", "\\$1", "$1$1", "", "a\\\\b", "${rest}", "日本-$1", "$10", "$11", "$1a", "x$", "$", "\\", "${", "${1}", "$a", "${missing}", "$-");
        for (String pattern : PATTERNS)
            for (int i = 0; i < 6; i++) {
                List<Integer> inputs = i == 0 ? plain.subList(0, TransformRecords.TOPICS.size()) : sample(plain, 4);
                add("RegexRouter", config("regex", pattern, "replacement", i % 3 == 2 ? pick(replacements) : pick(pattern.matches(".*\\([^?].*|.*\\(\\?<[a-z].*") ? grouped : ungrouped)), inputs);
            }
        for (String replacement : replacements) add("RegexRouter", config("regex", "(.*)orders(.*)", "replacement", replacement), plain.subList(0, 14));
        for (String pattern : BAD_PATTERNS) addBad("RegexRouter", "regex", pattern, "replacement", "x");
        addBad("RegexRouter");
        addBad("RegexRouter", "regex", "a");
        addBad("RegexRouter", "replacement", "a");
    }

    private void replaceField() {
        eachGroup(300, (side, group) -> {
            List<String> renames = new ArrayList<>();
            if (chance(0.5)) for (int i = 1 + random.nextInt(3); i > 0; i--) renames.add(field(group, false) + ":" + (chance(0.15) ? field(group, false) : "r" + i));
            add("ReplaceField" + side, config("include", chance(0.35) ? fields(group, 5) : null, "exclude", chance(0.45) ? fields(group, 3) : null,
                "renames", renames.isEmpty() ? null : String.join(",", renames), "replace.null.with.default", replaceNull()), mixed(group));
        });
        for (String renames : List.of("a", "a:b:c", ":a", "a:", "a:b,a:c", "a:c,b:c", "", "a:b,,c:d", " a : b ", "a:a"))
            add("ReplaceField$Value", config("renames", renames), List.of(named("nested").records().get(0), named("all types 0").records().get(0), named("mixed").records().get(0)));
        addBad("ReplaceField$Value", "include", "a,a");
        addBad("ReplaceField$Value", "blacklist", "a", "whitelist", "b");
        addBad("ReplaceField$Value");
    }

    private void setSchemaMetadata() {
        eachGroup(200, (side, group) -> add("SetSchemaMetadata" + side, config("schema.name", chance(0.7) ? pick(List.of("com.example.New", "日本", "", " ")) : null,
            "schema.version", chance(0.5) ? pick(List.of("0", "1", "-5", "2147483647", " 3 ")) : null, "replace.null.with.default", replaceNull()), mixed(group)));
        for (String version : List.of("one", "1.5", "2147483648", "")) addBad("SetSchemaMetadata$Value", "schema.version", version);
    }

    private static final List<String> FORMATS = List.of(
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.SSS", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "yyyy-MM-dd'T'HH:mm:ssZ", "yyyy-MM-dd HH:mm:ss z", "EEE, d MMM yyyy HH:mm:ss Z", "EEEE dd MMMM yyyy",
        "dd/MM/yy", "MM/dd/yyyy hh:mm a", "yyyyMMdd", "yyyyMMddHHmmss", "yyyy-DDD", "YYYY-'W'ww-u", "G yyyy", "HH:mm", "H:m:s.S", "k:mm", "K:mm aa", "W w F E", "''yyyy''", "y", "yyy", "yyyyy", "M", "MMM", "MMMMM", "L", "LLL", "X", "XX", "zzzz", "SSSSSS", "yyyy年MM月dd日");

    private void timestampConverter() {
        List<String> targets = List.of("string", "unix", "Date", "Time", "Timestamp");
        List<String> precisions = Arrays.asList(null, null, "milliseconds", "seconds", "microseconds", "nanoseconds");
        for (String format : FORMATS) {
            TransformRecords.Group texts = texts(format);
            for (String target : targets) {
                if (target.equals("string") && chance(0.7)) continue;
                add("TimestampConverter$Value", config("field", "ts", "target.type", target, "format", format, "unix.precision", pick(precisions)), texts.records());
            }
            TransformRecords.Group times = times(format);
            for (int i = 0; i < 2; i++)
                add("TimestampConverter$Value", config("field", pick(times.paths()), "target.type", "string", "format", format, "unix.precision", pick(precisions)), times.records());
        }
        eachGroup(300, (side, group) -> add("TimestampConverter" + side, config("field", group.paths().isEmpty() || chance(0.25) ? null : field(group, false), "target.type", pick(targets),
            "format", chance(0.8) ? pick(FORMATS) : null, "unix.precision", pick(precisions), "replace.null.with.default", replaceNull()), mixed(group)));
        for (TransformRecords.Group group : records.values)
            if (group.name().startsWith("all types") || group.name().startsWith("bare") || group.name().equals("mixed"))
                for (String target : targets) for (String field : group.paths().isEmpty() ? Arrays.asList((String) null) : List.of("id", "ts", "date", "time", "name", "a", "decimal"))
                    if (chance(0.5)) add("TimestampConverter$Value", config("field", field, "target.type", target, "format", "yyyy-MM-dd HH:mm:ss.SSS", "unix.precision", pick(precisions)), sample(group.records(), 3));
        addBad("TimestampConverter$Value");
        for (String target : List.of("Unix", "date", "", "STRING", "int64")) addBad("TimestampConverter$Value", "target.type", target);
        addBad("TimestampConverter$Value", "target.type", "string");
        addBad("TimestampConverter$Value", "target.type", "string", "format", " ");
        for (String format : List.of("nonsense", "yyyy-MM-dd'T", "b", "yyyy-mm-ddTHH", "{", "XXXX", "'", "p", "yyyy-MM-dd'T'HH:mm:ss.nnn"))
            for (String target : List.of("string", "unix")) addBad("TimestampConverter$Value", "target.type", target, "format", format);
        addBad("TimestampConverter$Key", "target.type", "unix", "unix.precision", "hours");
        addBad("TimestampConverter$Key", "target.type", "unix", "unix.precision", "");
    }

    private final Random dates = new Random(17);

    private long date() {
        return dates.nextInt(3) == 0 ? TransformRecords.TIMES[dates.nextInt(TransformRecords.TIMES.length)] : 1500000000000L + dates.nextInt() * 1000L + dates.nextInt(1000);
    }

    /** Records whose field "ts" is text in the format, or nearly so. */
    private TransformRecords.Group texts(String format) {
        SimpleDateFormat formatter = new SimpleDateFormat(format, Locale.US);
        formatter.setTimeZone(TimeZone.getTimeZone("UTC"));
        Schema schema = SchemaBuilder.struct().field("ts", Schema.OPTIONAL_STRING_SCHEMA).field("id", Schema.INT32_SCHEMA).build();
        List<Object> structs = new ArrayList<>();
        List<Object> maps = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String text = formatter.format(new java.util.Date(date()));
            if (i == 4) text = text + " tail";
            if (i == 5) text = " " + text;
            if (i == 6) text = text.isEmpty() ? text : text.substring(0, text.length() - 1);
            if (i == 7) text = text.toUpperCase(Locale.US).replace('1', '9');
            structs.add(new Struct(schema).put("ts", text).put("id", i));
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("ts", text);
            maps.add(map);
        }
        TransformRecords.Group group = detached(schema, structs);
        group.records().addAll(detached(null, maps.subList(0, 3)).records());
        return group;
    }

    /** Records with points in time of every type. */
    private TransformRecords.Group times(String format) {
        Schema schema = SchemaBuilder.struct().field("ts", Timestamp.builder().optional().build()).field("unix", Schema.INT64_SCHEMA).field("date", Date.SCHEMA).field("time", Time.SCHEMA).build();
        List<Object> structs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            long time = date();
            structs.add(new Struct(schema).put("ts", new java.util.Date(time)).put("unix", i == 7 ? Long.MIN_VALUE + 5 : time)
                .put("date", Date.toLogical(Date.SCHEMA, (int) Math.floorDiv(time, 86400000L))).put("time", Time.toLogical(Time.SCHEMA, (int) Math.floorMod(time, 86400000L))));
        }
        return detached(schema, structs);
    }

    /** A group that only the caller knows. */
    private TransformRecords.Group detached(Schema schema, List<Object> objects) {
        records.addGroup("", schema, objects);
        records.keys.remove(records.keys.size() - 1);
        return records.values.remove(records.values.size() - 1);
    }

    private void timestampRouter() {
        List<String> topics = Arrays.asList(null, "${topic}-${timestamp}", "${timestamp}", "${topic}", "${timestamp}_${topic}_${timestamp}", "fixed", "a-${topic}.${timestamp}$", "${TOPIC}${timestamp}", "$1${timestamp}", "");
        for (String format : FORMATS)
            for (int i = 0; i < 9; i++)
                add("TimestampRouter", config("topic.format", pick(topics), "timestamp.format", format), i == 0 ? plain.subList(0, TransformRecords.TIMES.length) : sample(plain, 4));
        for (int i = 0; i < 20; i++) add("TimestampRouter", config("topic.format", pick(topics)), sample(plain, 5));
        for (String format : List.of("nonsense", "yyyy'", "b", "XXXX", "", " ", "'", "''")) addBad("TimestampRouter", "timestamp.format", format);
    }

    private void valueToKey() {
        eachGroup(300, (side, group) -> add("ValueToKey", config("fields", chance(0.05) ? "" : fields(group, 5), "replace.null.with.default", replaceNull()),
            mixed(group.onKey() ? group(false) : group)));
        // The order of a HashMap's entries, which is that of the bytes which choose the partition.
        TransformRecords.Group many = named("many");
        for (int count = 1; count < 40; count++) {
            List<String> fields = sample(many.paths(), count);
            add("ValueToKey", config("fields", String.join(",", fields.stream().distinct().toList())), many.records());
        }
        for (int i = 0; i < 20; i++) add("ValueToKey", config("fields", fields(named("mixed"), 13)), named("mixed").records());
        addBad("ValueToKey");
        addBad("ValueToKey", "fields", "");
        addBad("ValueToKey", "fields", "a,a");
        addBad("ValueToKey", "fields", "a", "replace.null.with.default", "yes");
    }

    private void predicates() {
        for (String pattern : PATTERNS) {
            add("predicates.TopicNameMatches", config("pattern", pattern), plain.subList(0, TransformRecords.TOPICS.size()));
            for (int i = 0; i < 3; i++) add("predicates.TopicNameMatches", config("pattern", pattern), sample(plain, 8));
        }
        for (String pattern : BAD_PATTERNS) addBad("predicates.TopicNameMatches", "pattern", pattern);
        addBad("predicates.TopicNameMatches");
        for (int i = 0; i < 150; i++) add("predicates.HasHeaderKey", config("name", pick(TransformRecords.HEADERS)), sample(plain, 8));
        addBad("predicates.HasHeaderKey");
        addBad("predicates.HasHeaderKey", "name", "");
        for (int i = 0; i < 100; i++) add("predicates.RecordIsTombstone", config(), sample(plain, 8));
        for (TransformRecords.Group group : records.values) add("predicates.RecordIsTombstone", config(), group.records());
    }
}
