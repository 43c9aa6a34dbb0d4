import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import com.fasterxml.jackson.core.io.schubfach.FloatToDecimal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.data.Values;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;

/**
 * Records what Connect's Values.parseString makes of generated texts, and what Values.convertToString makes of that again;
 * see record-values.sh.
 *
 * A row: {"in":text,"schema":…,"value":…,"text":text}, and of arrays and maps what the converters of JSON and strings make of
 * them as headers: "json" or its "error", and "string". Values are flat data as in ConverterOracle, with dates and decimals
 * as without a schema. The marks: "rest", Connect read only the beginning; "conflict", the schema is not that of the values;
 * "date", Connect takes for a date or time what only begins with one, or is beyond what the schema's type holds: the
 * answer is then what it says where it does not.
 */
public class ValuesOracle {
    static final ObjectMapper JSON = new ObjectMapper();
    static final JsonConverter CONVERTER = new JsonConverter();
    static final StringConverter STRINGS = new StringConverter();
    static final long DAY = 86_400_000;
    /** Put before a text it makes a string of every date, and of nothing else. */
    static final String MARK = "§";

    public static void main(String[] args) throws Exception {
        CONVERTER.configure(Map.of(), false);
        STRINGS.configure(Map.of(), false);
        Set<String> texts = new LinkedHashSet<>();
        ValuesCases cases = new ValuesCases(7);
        cases.addTo(texts);
        try (PrintWriter out = new PrintWriter(Path.of(args[0]).resolve("values.jsonl").toFile(), StandardCharsets.UTF_8)) {
            for (String text : texts) out.print(JSON.writeValueAsString(row(text)) + "\n");
        }
    }

    static ObjectNode row(String text) throws Exception {
        ObjectNode row = JSON.createObjectNode().put("in", text);
        String marked = marked(text);
        Parsed parsed = parse(marked);
        SchemaAndValue found = parsed.found == null ? SchemaAndValue.NULL : parsed.found;
        if (!marked.equals(text)) row.put("date", true);
        if (!parsed.rest.isBlank()) row.put("rest", true);
        else if (!fits(found.schema(), found.value())) row.put("conflict", true);
        if (!row.has("rest")) {
            if (!row.has("conflict")) row.set("schema", CONVERTER.asJsonSchema(found.schema()));
            row.set("value", JSON.readTree(flat(found.value()).toString().replace(MARK, "")));
            if (isShownAlike(found.value())) row.put("text", shown(found).replace(MARK, ""));
            if (isShownAlike(found.value()) && !row.has("conflict") && (found.value() instanceof List || found.value() instanceof Map)) {
                try {
                    row.put("json", written(CONVERTER, found).replace(MARK, ""));
                } catch (DataException e) {
                    row.put("error", e.getMessage());
                } catch (NullPointerException e) {
                    // By oversight, of a map whose keys have no schema in common.
                }
                row.put("string", written(STRINGS, found).replace(MARK, ""));
            }
        }
        return row;
    }

    static String written(HeaderConverter converter, SchemaAndValue found) {
        return new String(converter.fromConnectHeader("topic", "header", found.schema(), found.value()), StandardCharsets.UTF_8);
    }

    static String shown(SchemaAndValue found) {
        String text = Values.convertToString(found.schema(), found.value());
        return text == null ? "null" : text;
    }

    record Parsed(SchemaAndValue found, String rest) {}

    /** parseString, with what it left of the text. */
    static Parsed parse(String text) throws Exception {
        if (text.isEmpty()) return new Parsed(Values.parseString(text), "");
        Constructor<?> newParser = Class.forName("org.apache.kafka.connect.data.Values$Parser").getDeclaredConstructor(String.class);
        newParser.setAccessible(true);
        Object tokens = newParser.newInstance(text);
        Constructor<?> newValues = Class.forName("org.apache.kafka.connect.data.Values$ValueParser").getDeclaredConstructor(tokens.getClass());
        newValues.setAccessible(true);
        Method parse = newValues.getDeclaringClass().getDeclaredMethod("parse", boolean.class);
        parse.setAccessible(true);
        SchemaAndValue found = (SchemaAndValue) parse.invoke(newValues.newInstance(tokens), false);
        SchemaAndValue whole = Values.parseString(text);
        // Schemas of nothing in common are builders, which are equal to nothing but themselves.
        if (found == null ? whole != null
            : !CONVERTER.asJsonSchema(found.schema()).equals(CONVERTER.asJsonSchema(whole.schema()))
                || !flat(found.value()).equals(flat(whole.value())))
            throw new IllegalStateException(text);
        Method mark = tokens.getClass().getDeclaredMethod("mark");
        mark.setAccessible(true);
        boolean isText = found != null && text.equals(found.value());
        return new Parsed(found, isText ? "" : text.substring((Integer) mark.invoke(tokens)));
    }

    // Dates that are none.

    /** The text with a mark before everything that is not as a whole a date or time which its type holds, but begins so. */
    static String marked(String text) {
        List<int[]> tokens = new ArrayList<>();
        int start = 0;
        boolean escaped = false;
        for (int place = 0; place < text.length(); place++) {
            char c = text.charAt(place);
            if (c == '\\') escaped = !escaped;
            else {
                if (!escaped && ":,{}[]\"".indexOf(c) >= 0) {
                    if (start < place) tokens.add(new int[] {start, place});
                    tokens.add(new int[] {place, place + 1});
                    start = place + 1;
                }
                escaped = false;
            }
        }
        if (start < text.length()) tokens.add(new int[] {start, text.length()});
        TreeSet<Integer> marks = new TreeSet<>();
        for (int index = 0; index < tokens.size(); index++) {
            int from = tokens.get(index)[0];
            String token = text.substring(from, tokens.get(index)[1]);
            int blanks = token.length() - token.stripLeading().length();
            if (!token.trim().isEmpty() && Character.isDigit(token.trim().charAt(0))) {
                boolean isTime = false;
                if (index + 4 < tokens.size()) {
                    String five = token.trim() + text.substring(tokens.get(index + 1)[0], tokens.get(index + 4)[1]);
                    if (isWrong(five)) marks.add(from + blanks);
                    isTime = matched(five) > 0;
                }
                if (!isTime && isWrong(token.trim())) marks.add(from + blanks);
            }
            if (token.equals("\"")) {
                StringBuilder content = new StringBuilder();
                int end = index + 1;
                while (end < tokens.size() && !text.substring(tokens.get(end)[0], tokens.get(end)[1]).equals("\"")) {
                    String part = text.substring(tokens.get(end)[0], tokens.get(end)[1]);
                    if (!part.isBlank() || end + 1 == tokens.size()) content.append(part);
                    end++;
                }
                if (isWrong(content.toString())) marks.add(from + 1);
            }
        }
        StringBuilder result = new StringBuilder(text);
        for (int place : marks.descendingSet()) result.insert(place, MARK);
        return result.toString();
    }

    static String pattern(String text) {
        return switch (text.length()) {
            case 10 -> "yyyy-MM-dd";
            case 13 -> "HH:mm:ss.SSS'Z'";
            case 24 -> "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";
            default -> null;
        };
    }

    /** How much of a text is a date or time. */
    static int matched(String token) {
        String text = token.replace("\\:", ":");
        if (pattern(text) == null) return 0;
        ParsePosition end = new ParsePosition(0);
        new SimpleDateFormat(pattern(text)).parse(text, end);
        return end.getIndex();
    }

    static boolean isWrong(String token) {
        int matched = matched(token);
        if (matched == 0) return false;
        String text = token.replace("\\:", ":");
        if (matched < text.length()) return true;
        // Later years are beyond Java's milliseconds, which begin again.
        if (text.length() != 13 && Math.abs(NumberFormat.getIntegerInstance(Locale.ROOT).parse(text.trim(), new ParsePosition(0)).intValue()) > 188_000_000)
            return true;
        long millis = new SimpleDateFormat(pattern(text)).parse(text, new ParsePosition(0)).getTime();
        if (text.length() == 13) return millis < 0 || millis > DAY;
        return Math.abs(millis / DAY) > (text.length() == 10 ? Integer.MAX_VALUE : 1L << 36);
    }

    // Values.

    /** Whether a value is what its schema says. */
    static boolean fits(Schema schema, Object value) {
        if (schema == null) return true;
        if (value == null) return false;
        String name = schema.name();
        if (Date.LOGICAL_NAME.equals(name)) return value instanceof java.util.Date date && date.getTime() % DAY == 0;
        if (Time.LOGICAL_NAME.equals(name)) return value instanceof java.util.Date date && date.getTime() >= 0 && date.getTime() <= DAY;
        if (Timestamp.LOGICAL_NAME.equals(name)) return value instanceof java.util.Date;
        if (Decimal.LOGICAL_NAME.equals(name))
            return value instanceof BigDecimal decimal && decimal.scale() == Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
        return switch (schema.type()) {
            case INT8 -> value instanceof Byte;
            case INT16 -> value instanceof Short;
            case INT32 -> value instanceof Integer;
            case INT64 -> value instanceof Long;
            case FLOAT32 -> value instanceof Float;
            case FLOAT64 -> value instanceof Double;
            case BOOLEAN -> value instanceof Boolean;
            case STRING -> value instanceof String;
            case ARRAY -> value instanceof List<?> list && list.stream().allMatch(element -> fits(schema.valueSchema(), element));
            case MAP -> value instanceof Map<?, ?> map && map.entrySet().stream()
                .allMatch(entry -> fits(schema.keySchema(), entry.getKey()) && fits(schema.valueSchema(), entry.getValue()));
            default -> false;
        };
    }

    static JsonNode flat(Object value) {
        if (value == null) return JSON.nullNode();
        ObjectNode node = JSON.createObjectNode();
        if (value instanceof java.util.Date date) return node.put("date", Long.toString(date.getTime()));
        if (value instanceof BigDecimal decimal) {
            node.putArray("decimal").add(ConverterOracle.hex(decimal.unscaledValue().toByteArray())).add(Integer.toString(decimal.scale()));
            return node;
        }
        if (value instanceof List<?> list) {
            ArrayNode array = node.putArray("array");
            for (Object element : list) array.add(flat(element));
            return node;
        }
        if (value instanceof Map<?, ?> map) {
            ArrayNode array = node.putArray("map");
            for (Map.Entry<?, ?> entry : map.entrySet()) array.add(JSON.createArrayNode().add(flat(entry.getKey())).add(flat(entry.getValue())));
            return node;
        }
        return ConverterOracle.flat(null, value);
    }

    /** Whether Java before version 19 shows the numbers in a value as later ones do. */
    static boolean isShownAlike(Object value) {
        if (value instanceof Float) return value.toString().equals(FloatToDecimal.toString((Float) value));
        if (value instanceof Double) return value.toString().equals(DoubleToDecimal.toString((Double) value));
        if (value instanceof List<?> list) return list.stream().allMatch(ValuesOracle::isShownAlike);
        if (value instanceof Map<?, ?> map)
            return map.entrySet().stream().allMatch(entry -> isShownAlike(entry.getKey()) && isShownAlike(entry.getValue()));
        return true;
    }
}
