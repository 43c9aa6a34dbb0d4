import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import com.fasterxml.jackson.core.io.schubfach.FloatToDecimal;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Records what Jackson, as JsonConverter sets it up, and the JDK do with texts and numbers; see record-json.sh. */
public class JSONOracle {
    static final ObjectMapper PLAIN = new ObjectMapper();
    /** Shows the same digits on every JDK, which are those of JDK 19 and later. */
    static final ObjectMapper SHORTEST = JsonMapper.builder(JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build()).build();
    static final Random RANDOM = new Random(7);

    public static void main(String[] args) throws Exception {
        Path tables = Path.of(args[0]);
        documents(tables.resolve("json-documents.jsonl"));
        floatingPoint(tables.resolve("json-floating-point.jsonl"));
        numbers(tables.resolve("json-numbers.jsonl"));
        decimals(tables.resolve("json-decimals.jsonl"));
        strings(tables.resolve("json-strings.jsonl"));
        base64(tables.resolve("json-base64.jsonl"));
        utf8(tables.resolve("utf8.jsonl"));
    }

    static ObjectMapper asInJsonConverter() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS.mappedFeature());
        mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        mapper.setNodeFactory(new JsonNodeFactory(true));
        return mapper;
    }

    /** Keeps the cases that the file lists, and writes beside each what Jackson makes of it. */
    static void documents(Path path) throws Exception {
        ObjectMapper mapper = asInJsonConverter();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(path)) {
            JsonNode row = PLAIN.readTree(line);
            byte[] document = row.has("hex") ? bytes(row.get("hex").textValue()) : row.get("text").textValue().getBytes(StandardCharsets.UTF_8);
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("name", row.get("name").textValue());
            String input = row.has("hex") ? "hex" : "text";
            out.put(input, row.get(input).textValue());
            if (row.has("expect")) out.put("expect", row.get("expect").textValue());
            try {
                JsonNode node = mapper.readTree(document);
                // Jackson reads a lone surrogate, but does not write it.
                boolean writable = StandardCharsets.UTF_8.newEncoder().canEncode(node.toString()) && !node.toString().contains("\\uD");
                out.put("jackson", hex(writable ? PLAIN.writeValueAsBytes(node) : node.toString().getBytes(StandardCharsets.UTF_8)));
            } catch (Exception e) {
                out.put("jackson", null);
            }
            rows.add(out);
        }
        write(path, rows);
    }

    static void floatingPoint(Path path) throws Exception {
        List<Map<String, Object>> rows = new ArrayList<>();
        List<Double> doubles = new ArrayList<>(List.of(0.0, -0.0, 1.0, -1.0, 0.1, 0.001, 0.00099, 1e7, 9999999.0, 1.0E10, 123456789.125,
            1e21, 1e22, 1e23, 2e23, 9.5e-3, 5e-324, 1e-323, 2e-323, 4.9e-324, Double.MAX_VALUE, Double.MIN_NORMAL, 2.2250738585072011e-308,
            2.0e-3, 100.0, 1234.5, 0.3, 2.0 / 3, 9007199254740993.0, 1.8446744073709552E19, Double.NaN, Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY, Math.PI, 8.41E21, 2.2E-322, 4.35, 1.1E-5));
        for (int i = 1; i < 40; i++) doubles.add(i * Double.MIN_VALUE);
        for (int i = -1074; i < 1024; i += 17) doubles.add(Math.scalb(1.0, i));
        for (int i = 0; i < 250; i++) doubles.add(Double.longBitsToDouble(RANDOM.nextLong()));
        for (int i = 0; i < 100; i++) doubles.add(RANDOM.nextInt(2_000_000) / 1000.0);
        for (int i = 0; i < 100; i++) doubles.add(RANDOM.nextGaussian() * 1000);
        for (double d : doubles) {
            rows.add(row("bits", Long.toHexString(Double.doubleToRawLongBits(d)), "width", "64", "text", DoubleToDecimal.toString(d),
                "json", SHORTEST.writeValueAsString(new JsonNodeFactory(true).numberNode(d))));
        }
        List<Float> floats = new ArrayList<>(List.of(0f, -0f, 1f, -1f, 0.1f, 1e7f, 9999999f, 1e10f, 1.4e-45f, Float.MAX_VALUE, Float.MIN_NORMAL,
            Float.NaN, Float.POSITIVE_INFINITY, 3.3554432E7f, 0.001f, 16777216f, 1.17549435E-38f, 2e-3f));
        for (int i = 1; i < 20; i++) floats.add(i * Float.MIN_VALUE);
        for (int i = 0; i < 200; i++) floats.add(Float.intBitsToFloat(RANDOM.nextInt()));
        for (int i = 0; i < 50; i++) floats.add(RANDOM.nextInt(2_000_000) / 1000f);
        for (float f : floats) {
            rows.add(row("bits", Integer.toHexString(Float.floatToRawIntBits(f)), "width", "32", "text", FloatToDecimal.toString(f),
                "json", SHORTEST.writeValueAsString(new JsonNodeFactory(true).numberNode(f))));
        }
        write(path, rows);
    }

    static void numbers(Path path) throws Exception {
        ObjectMapper mapper = asInJsonConverter();
        List<String> texts = new ArrayList<>(List.of("0", "-0", "-0.0", "0e5", "1", "-1", "10", "123456789012345678", "9223372036854775807",
            "-9223372036854775808", "9223372036854775808", "-9223372036854775809", "18446744073709551616", "123456789012345678901234567890",
            "2147483647", "2147483648", "-2147483648", "-2147483649", "1.5", "1.50", "1e3", "1E+3", "1e-3", "0.1", "3.14159265358979323846",
            "1e400", "-1e400", "1e-400", "4.9e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "1.7976931348623157e308",
            "1.7976931348623159e308", "2.2250738585072011e-308", "9007199254740993", "9007199254740993.0", "9007199254740992.9999",
            "0.000000000000000000000000000000000000000000000000000000000000000000000000001", "1e23", "8.5e22", "1.00000005960464477539062",
            "1.00000017881393432617187499", "16777217.0", "3.4028236e38", "1.4e-45", "7.0e-46", "1e39", "1e22", "1e23", "123e-20", "0e999999",
            "1e2147483647", "1e2147483648", "1e-2147483647", "1e-2147483648", "1e99999999999", "007", "-007", "00.5", "-00"));
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder(RANDOM.nextBoolean() ? "-" : "");
            text.append(1 + RANDOM.nextInt(9));
            for (int n = RANDOM.nextInt(20); n > 0; n--) text.append(RANDOM.nextInt(10));
            if (RANDOM.nextBoolean()) {
                text.append('.');
                for (int n = 1 + RANDOM.nextInt(20); n > 0; n--) text.append(RANDOM.nextInt(10));
            }
            if (RANDOM.nextInt(3) == 0) text.append('e').append(RANDOM.nextInt(640) - 330);
            texts.add(text.toString());
        }
        for (int i = 0; i < 100; i++) texts.add(Double.toString(Double.longBitsToDouble(RANDOM.nextLong() & ~(1L << 62))));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String text : texts) {
            if (text.equals("NaN")) continue;
            Map<String, Object> out = row("text", text);
            try {
                JsonNode node = mapper.readTree(text);
                out.put("double", Long.toHexString(Double.doubleToRawLongBits(node.doubleValue())));
                out.put("float", Integer.toHexString(Float.floatToRawIntBits(node.floatValue())));
                if (node.isIntegralNumber()) out.put("long", Long.toString(node.longValue()));
                BigDecimal decimal = node.decimalValue();
                out.put("unscaled", hex(decimal.unscaledValue().toByteArray()));
                out.put("scale", Integer.toString(decimal.scale()));
            } catch (Exception e) {
                out.put("error", e.getClass().getSimpleName());
            }
            rows.add(out);
        }
        write(path, rows);
    }

    static void decimals(Path path) throws Exception {
        List<Map<String, Object>> rows = new ArrayList<>();
        List<BigInteger> values = new ArrayList<>();
        for (long value : new long[] {0, 1, -1, 10, 100, 127, 128, -128, -129, 255, 12345, -12345, 999999999L, 1000000000L, Long.MAX_VALUE, Long.MIN_VALUE})
            values.add(BigInteger.valueOf(value));
        for (int bits : new int[] {64, 65, 96, 127, 128, 129, 300, 3000}) {
            values.add(BigInteger.ONE.shiftLeft(bits));
            values.add(BigInteger.ONE.shiftLeft(bits).negate());
            values.add(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
            values.add(new BigInteger(bits, RANDOM).negate());
        }
        values.add(BigInteger.TEN.pow(27));
        values.add(BigInteger.TEN.pow(200));
        int[] scales = {0, 1, 2, 5, 6, 7, 8, 20, 400, -1, -3, -400, Integer.MAX_VALUE, Integer.MIN_VALUE};
        for (BigInteger value : values) {
            for (int scale : scales) {
                BigDecimal decimal = new BigDecimal(value, scale);
                rows.add(row("unscaled", hex(value.toByteArray()), "scale", Integer.toString(scale),
                    "json", PLAIN.writeValueAsString(new JsonNodeFactory(true).numberNode(decimal))));
            }
        }
        write(path, rows);
    }

    static void strings(Path path) throws Exception {
        List<String> texts = new ArrayList<>(List.of("", "plain", "\"", "\\", "/", "\b\f\n\r\t", "\u007f", "\u0080", "é", "\u2028\u2029", "漢字",
            "😀", "a\"b\\c", "12345678\"", "1234567\"", "long text without anything special in it, over several words\n", "\uffff"));
        for (char c = 0; c < 0x20; c++) texts.add("x" + c + "y");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String text : texts) {
            rows.add(row("input", hex(text.getBytes(StandardCharsets.UTF_8)), "json", hex(PLAIN.writeValueAsBytes(text))));
        }
        write(path, rows);
    }

    static void base64(Path path) throws Exception {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String text : new String[] {"", "AA==", "AAA=", "AAAA", "AAAAAA==", "AA", "AAA", "A", "A===", "====", "AA=A", "AAAA ", " AAAA", "AA AA",
            "AA\nAA", "AAAA\nAAAA", "AAAA\r\n", "AB==", "AAB=", "AA==AAAA", "-_-_", "+/+/", "A*AA", "é", "AA= =", "AA==\n", "zzzz", "////", "QUJD",
            "AAAAA", "AAAAAA", "AAAAAAA", "AAAA=", "AAA==", "\u0000AAAA"}) {
            Map<String, Object> out = row("text", text);
            try {
                out.put("bytes", hex(Base64Variants.getDefaultVariant().decode(text)));
            } catch (Exception e) {
                out.put("bytes", null);
            }
            rows.add(out);
        }
        write(path, rows);
    }

    static final int[] KINDS = {0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0,
        0xF1, 0xF4, 0xF5, 0xF8, 0xFF};

    /** Every sequence of up to four bytes of each kind, as one digest a length and first byte, and some in full. */
    static void utf8(Path path) throws Exception {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int length = 1; length <= 4; length++) {
            for (int first : KINDS) {
                long digest = 0xcbf29ce484222325L;
                int count = 1;
                for (int i = 1; i < length; i++) count *= KINDS.length;
                for (int n = 0; n < count; n++) {
                    byte[] input = new byte[length];
                    input[0] = (byte) first;
                    for (int i = 1, rest = n; i < length; i++, rest /= KINDS.length) input[i] = (byte) KINDS[rest % KINDS.length];
                    for (byte b : new String(input, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8)) digest = (digest ^ (b & 0xFF)) * 0x100000001b3L;
                }
                rows.add(row("length", Integer.toString(length), "first", Integer.toHexString(first), "digest", Long.toHexString(digest)));
            }
        }
        for (int i = 0; i < 100; i++) {
            byte[] input = new byte[RANDOM.nextInt(60)];
            for (int n = 0; n < input.length; n++) input[n] = (byte) (RANDOM.nextInt(3) > 0 ? 'a' + RANDOM.nextInt(26) : KINDS[RANDOM.nextInt(KINDS.length)]);
            rows.add(row("input", hex(input), "replaced", hex(new String(input, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))));
        }
        write(path, rows);
    }

    static Map<String, Object> row(Object... pairs) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) row.put((String) pairs[i], pairs[i + 1]);
        return row;
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

    static void write(Path path, List<Map<String, Object>> rows) throws Exception {
        try (PrintWriter out = new PrintWriter(path.toFile(), StandardCharsets.UTF_8)) {
            for (Map<String, Object> row : rows) out.print(PLAIN.writeValueAsString(row) + "\n");
        }
    }
}
