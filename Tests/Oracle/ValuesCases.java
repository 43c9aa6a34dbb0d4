import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Texts for Connect's Values, the same ones on every run. */
class ValuesCases {
    static final String[] FIXED = {
        "", " ", "\t\n ", "null", " null ", "null ]", "NULL", "nullx", "true", "false", " true", "true ", "True", "true}", "true,", "truefalse", "a", " a ", "\u00a0",
        "\"a\"", "  \"a\"", "\"", "'a'", "1,2", "12:34", ":", ",", "{", "}", "[", "]", "[]", "{}", " [ ] ", " { } ", "[] x", "[]]", "[1]x", "  [1", "  {1", "\t[a]",
        "[,]", "[1,]", "[,1]", "[1,,2]", "[1 2]", "[1, ]", "[ 1 , 2 ]", "[null]", "[null,null]", "[1,null]", "[null,1]", "[\"a\",null]", "[true,false]", "[true,1]",
        "[1,\"a\"]", "[1,128]", "[128,1]", "[1,2.5]", "[2.5,1]", "[1.5,1e39]", "[1,32768,2147483648]", "[1,2147483648,0.1]", "[16777217,0.5]", "[9007199254740993,1e300]",
        "[[1],[2]]", "[[1],[\"a\"]]", "[[1],[1000]]", "[[],[1]]", "[[1],[]]", "[[],[]]", "[[1],2]", "[[[1]],[[\"a\"]]]", "[[[1],[\"a\"]]]", "[{},{}]", "[{1:2},{}]",
        "{1:2}", "{\"a\":1}", "{\"a\":1,\"b\":2}", "{\"a\":1 \"b\":2}", "{\"a\":1,,\"b\":2}", "{\"a\":1,}", "{,\"a\":1}", "{\"a\"}", "{\"a\":}", "{:1}", "{a:1}", "{\"a\":b}",
        "{null:1}", "{\"a\":null}", "{\"a\":null,\"b\":1}", "{\"a\":1,\"b\":null}", "{\"a\":null,\"b\":null}", "{\"a\":1,\"a\":2}", "{\"a\":null,\"a\":2}", "{\"a\":1,\"a\":null}",
        "{\"a\":1,\"b\":\"x\"}", "{\"a\":1,2:3}", "{1:1,1.0:2}", "{1:\"a\",128:\"b\"}", "{0.1:1,0.10:2}", "{[1]:2}", "{[1]:2,[1]:3}", "{[1]:2,[\"a\"]:3}", "{{}:1}", "{true:1,false:2}",
        "{\"a\":[1,2],\"b\":[]}", "{\"a\":{\"b\":{\"c\":[true]}}}", "{\"a\" : 1 , \"b\" : 2 }", "{\"a\":1} ", "{\"a\":1}}", "{\"a\":1", "{\"a\":\"b", "[\"a", "[\"a\"", "[\"a\" ",
        "[\"a, b\"]", "[\"a: [x]\"]", "[\"  \"]", "[\" a \"]", "[\"a , , b\"]", "[\"a\\\"b\"]", "[\"a\\\\\"]", "[\"a\\\\\\\"b\"]", "[\\\"a\"]", "[a\\,b]", "[1\\,2]", "\\[1]", "[\"\"]", "[\"\",\"\"]",
        "[\"null\"]", "[\"true\"]", "[\"1\"]", "[ null ]", "[nullx]", "[\"2019-08-23\"]", "[2019-08-23]", "[2019-08-23,2019-08-24]", "[\"2019-08-23\",\"x\"]", "[2019-08-23,1]", "[1,2019-08-23]",
        "[70000,2019-08-23]", "[2019-08-23,70000]", "[2019-08-23,14:34:54.346Z]", "[14:34:54.346Z,2019-08-23]", "[14:34:54.346Z,1]", "[14:34:54.346Z,100000000]", "[100000000,14:34:54.346Z]",
        "[86400000,14:34:54.346Z]", "[2019-08-23T14:34:54.346Z,1]", "[1,2019-08-23T14:34:54.346Z]", "[5000000000,2019-08-23T14:34:54.346Z]", "[2019-08-23T14:34:54.346Z,5000000000]",
        "[2019-08-23,2019-08-23T14:34:54.346Z]", "[2019-08-23T14:34:54.346Z,2019-08-23]", "[2019-08-23,5000000000]", "[2019-08-23,1.5]", "[1.5,2019-08-23]", "{2:\"a\",1970-01-03:\"b\"}",
        "{2019-08-23:1,2019-08-23T00\\:00\\:00.000Z:2}", "[[2019-08-23],[14:34:54.346Z]]", "[[2019-08-23],[\"x\"]]", "[[2019-08-23],[]]", "{\"a\":2019-08-23,\"b\":14:34:54.346Z}",
        "{\"a\":14:34:54.346Z}", "{14:34:54.346Z:1}", "{2019-08-23T14:34:54.346Z:2019-08-23T14:34:54.346Z}", "[1e400,1e401]", "[1e400,2e400]", "[1e400,1]", "[1,1e400]", "[12345678901234567890,1e400]",
        "[12345678901234567890,12345678901234567891]", "{1e400:1,1e401:2}", "{1e400:1,1e400:2}", "14:34:54.346Z", "14\\:34\\:54.346Z", "14:34:54.346Z ", " 14:34:54.346Z", "14 :34:54.346Z", "14:34:54.346Z,",
        "2019-08-23", "2019-08-23 ", "2019-8-23x", "2019-8-2 3", "1-2-3-4-55", "23-08-2019", "555-123-45", "2019-13-45", "2019-00-00", "0000-01-01", "0001-01-01", "9999-12-31", "1582-10-04", "1582-10-05", "1582-10-14",
        "1582-10-15", "1582-12-31", "1581-12-40", "1583-01-01", "1500-02-29", "1900-02-29", "2000-02-29", "1969-12-31", "1970-01-01", "1E3-01-01", "1E-2-01-01", "1E9-001-01", "999999-1-1", "NaN-01-01", "2019-NaN-1",
        "2019-∞-001", "2019-01-01T∞:00:00.000Z", "2019-1-1T∞:00:00.00000Z", "99:99:99.999Z", "24:00:00.000Z", "24:00:00.001Z", "00:-1:00.000Z", "00:00:00.000Z", "0:0:0.000000Z", "14:34:54.3Zxx", "14: 4: 4.346Z",
        "2019-08-23T14:34:54.346Z", "2019-08-23T14\\:34\\:54.346Z", "2019-08-23T14:34:54.346+", "2019-08-23 14:34:54.346Z", "1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00.000Z", "0001-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z", "1582-10-10T10:10:10.010Z", "1582-10-14T24:00:00.000Z", "1582-10-15T-1:00:00.000Z", "1582-10-04T99:99:99.999Z", "2147483647-1-1T1:1:1.01Z", "99999999999-1-1T1:1:1.1Z", "999999999-1-1T1:1:1.001Z", "-999-01-01", "[\"-999-01-01\"]", "[\"2019-8-23x\"]", "[\" 019-08-23\"]", "[\"abcd-ef-gh\"]",
        "[\"14:34:54.346Z\"]", "[\"14\\:34\\:54.346Z\"]", "[\"2019-08-23T14:34:54.346Z\"]", "[\"99:99:99.999Z\"]", "[\"2019-08-23 \"]", "[2019-8-23x]", "[99:99:99.999Z]", "٢٠١٩-٠٨-٢٣", "[٢٠١٩-٠٨-٢٣]",
        "١٢٣", "-١٢٣", "१.५", "１２", "𝟏𝟐", "1٢", "²", "½", "1e5", "1E5", "1e+5", "1e-5", "1e", "1e+", "1e5.0", "e5", "+e5", ".5", "+.5", "-.5", "5.", "+", "-", "+-1", "--1", "1-", "1+1", "1..2", "1.2.3", "0x1F", "1f", "1d", "1L",
        "1_000", "1 000", "NaN", "Infinity", "-Infinity", "007", "-0", "+0", "0.0", "-0.0", "0e0", "0e2147483647", "0e2147483648", "0e-2147483648", "0e-2147483647", "1e2147483647", "1e2147483648", "1e-2147483647",
        "1e-2147483648", "10e2147483647", "0.1e-2147483647", "1e99999999999", "1e00000000000000005", "1e-00000000000000005", "1e0000000000٥", "100e-2", "1.00000000000000000000000000000000", "1.0000000000000000000000001",
        "9223372036854775807.0000", "9223372036854775808.0000", "-9223372036854775808.000000000000000", "0.00000000000000000000000000000000000000000000000000", "1e18", "1e19", "9e18", "-9e18", "1e38", "3.4028235e38", "3.4028236e38", "1e39",
        "1.7976931348623157e308", "1.8e308", "1e309", "1e-45", "1e-46", "1e-324", "4.9e-324", "1.0e400", "12345678901234567890123456789012345678901234567890", "0.1", "0.1234567890123456789", "123.456", "1.17549435e-38", "1.401298464324817e-45",
        "2.3283064365386963e-10", "16777217.5", "33554433.5", "0.30000001192092896", "é", "日本語", "😀", "[\"😀\"]", "{\"é\":\"日本\"}", "\u0000", "[\"\u0000\"]", "a\u2028b", "\ufffd", "[\"\u3000\"]", "[\u00a01]", "\u00a01", "1\u00a0"};

    final Random random;

    ValuesCases(long seed) {
        random = new Random(seed);
    }

    @SafeVarargs
    final <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    void addTo(Set<String> texts) {
        texts.addAll(List.of(FIXED));
        add(texts, 700, this::number);
        add(texts, 700, this::temporal);
        add(texts, 60, this::word);
        add(texts, 1800, () -> blanks() + container(3) + blanks());
        List<String> whole = new ArrayList<>(texts);
        add(texts, 2200, () -> mutated(whole.get(random.nextInt(whole.size()))));
        add(texts, 500, this::noise);
    }

    void add(Set<String> texts, int count, Supplier<String> maker) {
        int end = texts.size() + count;
        while (texts.size() < end) {
            String text = maker.get();
            // What no UTF-8 holds is never asked, nor what Connect has a mark for.
            if (new String(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8).equals(text)
                && !text.contains(ValuesOracle.MARK) && !text.contains("\ufeff")) texts.add(text);
        }
    }

    String digits(int most) {
        StringBuilder digits = new StringBuilder();
        for (int left = 1 + random.nextInt(most); left > 0; left--) digits.append(random.nextInt(10));
        return digits.toString();
    }

    String number() {
        String sign = pick("", "", "", "-", "+");
        return switch (random.nextInt(8)) {
            case 0 -> Long.toString((1L << pick(7, 8, 15, 16, 31, 32, 62, 53)) * pick(1, -1) + random.nextInt(3) - 1);
            case 1 -> new java.math.BigInteger("9223372036854775807").add(java.math.BigInteger.valueOf(random.nextInt(5) - 2)).toString();
            case 2 -> sign + digits(40);
            case 3 -> sign + digits(20) + "." + digits(20);
            case 4 -> sign + digits(5) + "." + digits(9) + pick("e", "E") + pick("", "-", "+") + digits(3);
            case 5 -> sign + digits(3) + "e" + pick("", "-", "+") + digits(2);
            case 6 -> sign + "." + digits(12);
            default -> sign + digits(6) + ".".repeat(random.nextInt(2)) + "0".repeat(random.nextInt(25));
        };
    }

    String two(int below) {
        return random.nextInt(12) == 0 ? pick(" 5", "5 ", "-3", "99", "0", "007", "5E1", "٣٤") : String.format("%02d", random.nextInt(below));
    }

    String date() {
        int year = switch (random.nextInt(6)) {
            case 0 -> random.nextInt(10000);
            case 1 -> 1575 + random.nextInt(12);
            case 2 -> 1900 + random.nextInt(71);
            case 3 -> 2100 + random.nextInt(900);
            default -> 1970 + random.nextInt(80);
        };
        return String.format("%04d", year) + "-" + two(13) + "-" + two(32);
    }

    String time() {
        String colon = random.nextInt(4) == 0 ? "\\:" : ":";
        return two(24) + colon + two(60) + colon + two(60) + "." + (random.nextInt(12) == 0 ? pick("5  ", "1", "-12", "1234") : String.format("%03d", random.nextInt(1000))) + "Z";
    }

    String temporal() {
        return switch (random.nextInt(3)) {
            case 0 -> date();
            case 1 -> time();
            default -> date() + "T" + time();
        };
    }

    String word() {
        return pick("", "a", "null", "true", "false", "x y", "héllo", "日本", "😀", "a\\\"b", "a\\\\b", "a, b", "a:b", "[x]", "{y}", "\\", " lead", "trail ", "1", "-5", "2019-08-23", "10 chars..", "13 characters", "\t", "'", "/", "%20", "a=b&c=d",
            "https://example.com:8083/a?b=[1,2]", "{\"json\":[1,null,{\"a\":\"b\"}]}", "application/json", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "2d931510-d99f-494a-8c67-87feb05e1594") + pick("", "", "1", "z");
    }

    String blanks() {
        return random.nextInt(6) > 0 ? "" : pick(" ", "  ", "\t", "\n", " \r\n");
    }

    String scalar() {
        return switch (random.nextInt(10)) {
            case 0 -> "null";
            case 1 -> pick("true", "false");
            case 2, 3 -> number();
            case 4 -> pick(temporal(), date(), "\"" + temporal() + "\"");
            case 5 -> random.nextInt(4) == 0 ? word() : pick("1", "2", "300", "70000", "0.5");
            default -> "\"" + word() + "\"";
        };
    }

    /** An array or a map, most of them of values of one kind. */
    String container(int depth) {
        Supplier<String> one = switch (random.nextInt(depth > 1 ? 9 : 7)) {
            case 0 -> this::scalar;
            case 1 -> () -> pick("true", "false");
            case 2 -> this::number;
            case 3 -> () -> Integer.toString(random.nextInt(1 << (1 + random.nextInt(30))));
            case 4 -> random.nextInt(3) == 0 ? this::temporal : this::date;
            case 5, 6 -> () -> "\"" + word() + "\"";
            default -> () -> container(depth - 1);
        };
        Supplier<String> key = switch (random.nextInt(6)) {
            case 0 -> this::scalar;
            case 1 -> () -> Integer.toString(random.nextInt(400));
            case 2 -> random.nextInt(3) == 0 ? this::date : this::number;
            default -> () -> "\"" + pick("a", "b", "c", "key", "é", word()) + "\"";
        };
        boolean isMap = random.nextBoolean();
        StringBuilder text = new StringBuilder(isMap ? "{" : "[");
        for (int left = random.nextInt(5); left > 0; left--) {
            text.append(blanks());
            if (isMap) text.append(key.get()).append(blanks()).append(":").append(blanks());
            text.append(random.nextInt(15) == 0 ? "null" : one.get()).append(blanks());
            if (left > 1 || random.nextInt(12) == 0) text.append(",");
        }
        return text.append(blanks()).append(isMap ? "}" : "]").toString();
    }

    String mutated(String text) {
        StringBuilder result = new StringBuilder(text);
        for (int left = 1 + random.nextInt(2); left > 0; left--) {
            int place = random.nextInt(result.length() + 1);
            if (random.nextInt(3) > 0 || place == result.length())
                result.insert(place, pick(" ", ",", ":", "\"", "[", "]", "{", "}", "\\", "-", "+", ".", "0", "5", "e", "Z", "T", "null", "true", "é", "\n", "[1,2]", "{\"a\":1}", "2019-08-23"));
            else if (random.nextBoolean()) result.deleteCharAt(place);
            else result.setCharAt(place, pick(' ', ',', ':', '"', '[', ']', '{', '}', '\\', '-', '0', 'x'));
        }
        return result.toString();
    }

    String noise() {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(14); left > 0; left--)
            text.append(pick("[", "]", "{", "}", ",", ":", "\"", "\\", " ", "1", "2", "-", ".", "e", "true", "null", "a", "é", "\"a\"", "\"b\":", "1:", "{}", "[]", "2019-08-23"));
        return text.toString();
    }
}
