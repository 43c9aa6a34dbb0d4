import java.io.PrintWriter;
import java.nio.file.Path;
import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;

/** Dates for JavaTextOracle: what SimpleDateFormat writes and reads in the locale en_US and the zone UTC. */
class JavaDateOracle {
    /** Years of two digits begin here: 15 October 1944. */
    static final Date START = new Date(-795436800000L);

    static final String[] PATTERNS = {
        "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd", "yyyyMMdd", "yyyyMMddHHmmss", "yyyyMMddHHmmssSSS", "yyMMdd", "yy/M/d", "y-M-d", "yyy-MMM-ddd", "dd/MM/yyyy", "MM/dd/yy", "EEE, dd MMM yyyy HH:mm:ss Z", "EEEE, MMMM d, yyyy G", "yyyy-MM-dd'T'HH:mm:ssXXX", "yyyy-MM-dd'T'HH:mm:ssXX", "yyyy-MM-dd'T'HH:mmX",
        "yyyy.MM.dd G 'at' HH:mm:ss z", "hh 'o''clock' a, zzzz", "K:mm a, z", "h:mm a", "k:mm", "kk:mm:ss", "KK a", "hh:mm:ss.SSS a yyyy-MM-dd", "YYYY-'W'ww-u", "YYYY-ww-EEE", "YY'W'w", "yyyy-ww-u", "yyyy-w-EEE", "yyyy-MM-W-u", "yyyy-MM W EEE", "yyyy-MM-F-EEE", "yyyy MM F u", "yyyy-DDD", "yyyyDDD", "D", "S", "SSSSSS", "ss.S", "HH", "yyyy", "yyyyy", "yyyyyyyyyy", "G yyyy", "yy G", "MMMM", "LLL yyyy", "LLLL", "LL", "MMM d ''yy", "E", "EEEEE", "a", "aaaa", "u", "F", "W", "w", "''", "'literal'", "", "é yyyy", "yyyy年MM月dd日", "yyyy-MM-dd HH", "HHmm", "H:m:s", "yyyyMM", "yyyy/MM/dd/HH", "'year='yyyy/'month='MM/'day='dd", "Y", "G", "GGGG", "Z", "z", "X", "zzzz", "dd-MM-yyyy E", "E u", "D MMM yyyy", "HH a hh", "hh a HH", "w yyyy MM", "yyyy Y", "Y yyyy", "YYYYwwu", "MMMMM", "yyyyMMdd'T'HHmmssZ", "EEE MMM dd HH:mm:ss zzz yyyy",
    };
    static final String[] WRONG = {"b", "yyyy-bb", "XXXX", "'a", "yyyy'", "c", "A", "n", "yyyy-MM-dd'T'HH:mm:ss'", "{", "I", "''' ", "yyyy-MM-ddTHH", "e", "V", "xxx", "Q", "[yyyy]", "#", "yyyy ' MM"};

    static SimpleDateFormat format(String pattern) {
        SimpleDateFormat format = new SimpleDateFormat(pattern);
        format.setTimeZone(TimeZone.getTimeZone("UTC"));
        format.set2DigitYearStart(START);
        return format;
    }

    static long instant(int year, int month, int day, int hour) {
        java.util.GregorianCalendar calendar = new java.util.GregorianCalendar(TimeZone.getTimeZone("UTC"));
        calendar.clear();
        calendar.set(java.util.Calendar.ERA, year > 0 ? 1 : 0);
        calendar.set(year > 0 ? year : 1 - year, month - 1, day, hour, 0);
        return calendar.getTimeInMillis();
    }

    static List<Long> instants() {
        List<Long> all = new ArrayList<>(List.of(0L, -1L, 1L, 999L, -999L, 1700000000123L, 4102444800000L, 253402300799999L, Long.MAX_VALUE, Long.MIN_VALUE, 951782400000L, -2208988800000L, 1735689599999L, 43199999L, 43200000L));
        long cutover = -12219292800000L;
        for (int day = -48; day <= 92; day += day < -20 || day > 32 ? 5 : 1) all.add(cutover + day * 86400000L + day * 1234567L);
        for (int year : new int[] {-500, -44, -4, -1, 0, 1, 4, 100, 325, 1000, 1100, 1500, 1581, 1583, 1584, 1600, 1700, 1752, 1900, 1969, 2000, 2004, 2024, 2100, 2400, 9999})
            for (int[] day : new int[][] {{1, 1}, {2, 28}, {3, 1}, {12, 31}}) all.add(instant(year, day[0], day[1], 13) + 86400000L * (day[0] == 2 ? 1 : 0));
        Random random = new Random(3);
        long from = instant(-500, 1, 1, 0), to = instant(9999, 12, 31, 0);
        for (int i = 0; i < 120; i++) all.add(from + (long) (random.nextDouble() * (to - from)));
        for (int i = 0; i < 60; i++) all.add(instant(1900, 1, 1, 0) + (long) (random.nextDouble() * 250 * 31556952000L));
        return all;
    }

    static void record(Path tables) throws Exception {
        List<Long> instants = instants();
        Random random = new Random(4);
        try (PrintWriter out = JavaTextOracle.table("wrong-date-patterns")) {
            for (String pattern : WRONG) {
                String error = null;
                try {
                    format(pattern);
                } catch (IllegalArgumentException e) {
                    error = e.getMessage();
                }
                out.print(JavaTextOracle.line(pattern, error));
            }
        }
        try (PrintWriter formatted = JavaTextOracle.table("formatted-dates"); PrintWriter parsed = JavaTextOracle.table("parsed-dates")) {
            formatted.print(instants.toString().replace(" ", "") + "\n");
            for (String pattern : PATTERNS) {
                List<Object> row = new ArrayList<>(List.of(pattern));
                List<String> texts = new ArrayList<>();
                for (long instant : instants) {
                    String text = format(pattern).format(new Date(instant));
                    row.add(text);
                    if (random.nextInt(3) == 0) texts.add(text);
                    if (random.nextInt(3) == 0) texts.add(mutated(random, text));
                }
                formatted.print(JavaTextOracle.line(row.toArray()));
                for (String other : OTHERS) texts.add(other);
                for (int i = 0; i < 40; i++) texts.add(composed(random, pattern));
                parsed.print("[" + JavaTextOracle.json(pattern));
                for (String text : texts) {
                    ParsePosition position = new ParsePosition(0);
                    Date date = format(pattern).parse(text, position);
                    parsed.print(",[" + JavaTextOracle.json(text) + (date == null || position.getIndex() == 0 ? "" : "," + date.getTime()) + "]");
                }
                parsed.print("]\n");
            }
        }
    }

    static final String[] OTHERS = {"", " ", "2024", "2024-02-30", "2024-13-45T25:61:61.1234Z", " 2024-1-2", "-5-3-2", "24", "24-1-1", "44/10/15", "44/10/14", "0", "99", "1582-10-10", "1582-10-10 12:00:00", "2024-01-15T10:00:00+01:00", "2024-01-15T10:00:00+0100", "2024-01-15T10:00+01", "NaN", "1E3-01-01", "+5", "2024-01-01 trailing", "99999999999-01-01", "99999999999999999999-01-01", "٢٠٢٤-٠١-٠٢", "May 5, '24", "tuesday", "PM", "12:30 pm, PST", "12 o'clock PM, Pacific Daylight Time", "0:30 AM, GMT+5:30", "GMT-3", "GMT", "gmt+02:00", "EST", "CEST", "Central European Summer Time", "-0800", "+2360", "+24", "+05:30", "Z", "z", "+5"};

    static String mutated(Random random, String text) {
        StringBuilder out = new StringBuilder(text);
        for (int i = random.nextInt(2); i >= 0; i--) {
            int at = random.nextInt(out.length() + 1);
            switch (random.nextInt(3)) {
                case 0: if (at < out.length()) out.deleteCharAt(at); break;
                case 1: out.insert(at, JavaTextOracle.pick(random, "0", "1", "9", "-", " ", "x", ".", ":", "+", "E", "12")); break;
                default: if (at < out.length()) out.setCharAt(at, (char) ('0' + random.nextInt(10)));
            }
        }
        return out.toString();
    }

    /** A text of the pattern's shape with numbers of all sizes. */
    static String composed(Random random, String pattern) {
        StringBuilder out = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); ) {
            char c = pattern.charAt(i);
            int end = i;
            while (end < pattern.length() && pattern.charAt(end) == c) end++;
            int count = end - i;
            i = end;
            if (c == '\'') {
                for (int q = 0; q < count; q += 2) if (q + 1 < count) out.append('\''); else quoted = !quoted;
            } else if (quoted || !Character.isLetter(c) || c > 127) {
                for (int n = 0; n < count; n++) out.append(c);
            } else if (c == 'E') out.append(JavaTextOracle.pick(random, "Mon", "Sunday", "sat", "WED", "Thursday"));
            else if (c == 'G') out.append(JavaTextOracle.pick(random, "AD", "BC", "bc", "Anno Domini"));
            else if (c == 'a') out.append(JavaTextOracle.pick(random, "AM", "PM", "pm"));
            else if ((c == 'M' || c == 'L') && count > 2) out.append(JavaTextOracle.pick(random, "Jan", "february", "May", "DEC", "Sept"));
            else if (c == 'z') out.append(JavaTextOracle.pick(random, "UTC", "GMT", "PST", "EDT", "+0130", "GMT+1:30", "CET"));
            else if (c == 'Z') out.append(JavaTextOracle.pick(random, "+0000", "-0730", "+1400", "GMT"));
            else if (c == 'X') out.append(JavaTextOracle.pick(random, "Z", "+01", "-0230", "+05:30"));
            else if (c == 'y' || c == 'Y') out.append(String.format("%0" + Math.min(count, 9) + "d", JavaTextOracle.pick(random, "a", "b").equals("a") ? random.nextInt(9999) : random.nextInt(100)));
            else {
                String number = String.format("%0" + Math.min(count, 9) + "d", random.nextInt(random.nextInt(4) == 0 ? 400 : 13));
                out.append(random.nextInt(15) == 0 ? "-" : "").append(number);
            }
        }
        return out.toString();
    }
}
