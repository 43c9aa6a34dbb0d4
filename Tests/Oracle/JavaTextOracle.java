import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Generates patterns, texts and dates, always the same ones, and records what Java makes of them; see record-javatext.sh.
 * Each line of a file is a JSON array; the tests tell what stands in it.
 */
public class JavaTextOracle {
    static Path tables;

    public static void main(String[] args) throws Exception {
        tables = Path.of(args[0]);
        patterns();
        properties();
        cases();
        replacements();
        JavaDateOracle.record(tables);
    }

    // What is written

    static PrintWriter table(String name) throws Exception {
        return new PrintWriter(tables.resolve(name + ".jsonl").toFile(), StandardCharsets.UTF_8);
    }

    static String json(Object value) {
        if (!(value instanceof String)) return String.valueOf(value);
        StringBuilder out = new StringBuilder("\"");
        for (char c : ((String) value).toCharArray()) {
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c < 32 || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c)) out.append(String.format("\\u%04x", (int) c));
            else out.append(c);
        }
        return out.append('"').toString();
    }

    static String line(Object... values) {
        List<String> texts = new ArrayList<>();
        for (Object value : values) texts.add(json(value));
        return "[" + String.join(",", texts) + "]\n";
    }

    // Patterns: [pattern, error, index] or [pattern, [subject, whether it matches as a whole, first match with its groups], ...]

    static final String[] WRITTEN = {
        "", "a", "abc", "a|b", "a|ab", "|a", "a|", "a||b", "()", "(a)(b)?", "(a|b)*", "(a*)*", "(a*)+", "(a|b(c))*", "((a)|b)*", "(?:a|b(c)?)*d", "^a$", "^$", "$", "^", "^*a", "a$b", "a{2}", "a{2}{3}", "{2}", "a{,2}", "a{2",
        "a{2,1}", "a{1,}", "a{1,2}?", "a{1,2}+", "a{x}", "a**", "*a", "+", "?", "a?+", "a+?b", "a++a", "(?>a+)a", "(?>a|ab)c", "(", ")", "(a", "a)", "[", "[a", "]", "}", "a]b}", "[]a]", "[^]a]", "[a-]", "[-a]", "[a-b-c]", "[b-a]", "[\\d-z]", "[a-\\d]",
        "[a-z&&[^m]]", "[a-z&&[def]]", "[a-z&&def]", "[^a-z&&[def]]", "[a-d&&[^b]&&[^c]]", "[a&&]", "[&&a]", "[a&b]", "[a&]", "[&]", "[a&&&b]", "[a&&b&&c]", "[[a-c][x-z]]", "[a-c[x-z]]", "[a[b[c]]]", "[^a[b]]", "[^[a]b]", "[[^a]b]", "[a-c&&b-d]", "[a-c&&[b-d]e]", "[a-c&&e[b-d]]", "[a-[b]]", "[a^b]", "[\\^a]", "[[]a]", "[a\\]]", "[\\Qa-c\\E]", "[\\Q^\\Ea]",
        "\\Qa.b\\E", "\\Qa.b", "\\Q\\E", "a\\E", "\\Qa\\E+", "\\Qab\\E+", "\\\\Q", "\\Q1\\E", "(a)\\1\\Q1\\E", "\\Q\\n\\E", "x\\Q#\\Ey", "(?x)\\Q# \\E a",
        "\\u0061", "\\u00e9", "\\uD83D\\uDE00", "\\uD83D", "\\u12", "\\x61", "\\x{61}", "\\x{1F600}", "\\x{110000}", "\\x{}", "\\x{61", "\\x6", "\\0141", "\\0", "\\08", "\\07", "\\0377", "\\0400", "\\cA", "\\ca", "\\c", "\\a\\e\\f\\t", "\\", "a\\", "\\y", "\\i", "\\K", "\\C", "\\E", "\\L", "\\_", "\\-", "\\é", "\\N{LATIN SMALL LETTER A}",
        "\\d+", "\\D+", "\\w+", "\\W+", "\\s+", "\\S+", "\\h+", "\\H+", "\\v+", "\\V+", "\\R", "\\R+", "\\X", "\\X+", "[\\h]", "[\\v]", "[^\\h]", "[\\R]", "[\\X]", "[\\b]", "[\\s\\d]", "[^\\s\\d]", "[\\S\\d]", "[\\w&&[^\\d]]", "[\\w&&\\D]", "[\\v-x]",
        "\\ba", "a\\b", "\\Ba", "a\\B", "\\b", "\\B", "\\bé", "\\b\\w+\\b", "(?U)\\b\\w+\\b", "\\b{g}", "\\b{x}", "\\Aa", "a\\z", "a\\Z", "\\Ga", "a\\G", "(?m)^a$", "(?m)^", "(?m)$", "(?m)^$", "(?md)^a$", "(?d)a$", "(?d)a\\Z", "(?d).", "(?s).", ".", ".*", "(?s).*", "(?d).*", "(?m)a$", "(?dm)a$\\n", "a$\\n", "a$\\r\\n", "\\n$",
        "(?i)abc", "(?i)[a-c]", "(?i)[^a-c]", "(?i)é", "(?iu)é", "(?iu)É", "(?i)k", "(?iu)k", "(?iu)[a-z]", "(?iu)[^a-z]", "(?iu)i", "(?iu)ı", "(?iu)[H-J]", "(?iu)ß", "(?iu)σ", "(?u)é", "a(?i)b", "a(?i)b|c", "(a(?i)b)c", "a(?i:b)c", "(?i)a(?-i)b", "(?i-s:a.)b", "(?-i:a)", "(?ix) a b # c", "(?x)a b", "(?x)[a b]", "(?x)[a #c\nb]", "(?x)a\\ b", "(?x)a # x\nb", "(?x)a # x\rb", "(?xd)a # x\rb\nc", "(?x)a {2}", "(?x)a + +", "(?x)( ?:a)", "(?x)(?:a )b", "(?x)\\x {61}", "(?x)[a-\nc]", "(?x)[a &&b]", "(?x)[a& &b]", "(?i)\\x41", "(?U)\\w", "(?U)\\d+", "(?U)\\s", "(?U)\\W", "(?U)[\\w&&[^a-z]]", "(?U)\\p{Alpha}", "(?U)\\p{Punct}", "(?z)a", "(?i", "(?", "(?)a", "(?-)a", "(?:", "(?i:a", "(?P<n>a)", "(?'n'a)", "(?$a)", "(?@a)", "(?#c)a", "(?&n)", "(?1)", "(?R)", "(?(1)a|b)", "(?|a|b)", "(?c)a", "(?l)a", "(?i-i)a",
        "(?<n>a)\\k<n>", "(?<n>a)(?<n>b)", "\\k<n>(?<n>a)", "\\k<n>", "\\kn", "(?<1n>a)", "(?<>a)", "(?<n_m>a)", "(?<n1>a)\\1", "(?<n", "(?<aVeryLongNameOfAGroupThatHasMoreThanThirtyTwoCharacters>a)\\k<aVeryLongNameOfAGroupThatHasMoreThanThirtyTwoCharacters>", "(a)\\1", "(a)\\2", "\\1(a)", "(\\1a)", "(?:\\2b|(a)(c))*", "(a)\\11", "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)\\11", "(?i)(a)\\1", "(?iu)(é)\\1", "(a)?\\1b", "(a)?b\\1", "\\8", "\\10(a)",
        "(?=a)a", "(?!a)b", "(?=(a))a\\1", "(?!(a))b\\1", "(?=a)*a", "(?=a)+a", "(?=a){2}a", "(?=a)?a", "(?!a)?a", "(?<=a)b", "(?<!a)b", "(?<=a|bc)d", "(?<=a{1,3})b", "(?<=a{2})b", "(?<!a{1,3})b", "(?<=a?)b", "(?<=a*)b", "(?<=a+)b", "(?<=(a))b", "(?<=(a|bc))d", "(?<=(?:a|bc)d)e", "(?<=\\Ga)b", "(?<=^a)b", "(?<=\\ba)b", "(?<=a.c)d", "(?<=\\R)a", "(?<=\\X)a", "(?<=(a)\\1)b", "(?<=a{1,2}b{1,2})c", "(?<=a{0,300})b", "(?<=a{1,2}+)b", "(?<=(?>a|bc))d", "(?<=(?=ab).)b", "(?<=é)b", "(?<=\\x{1F600})b", "(?<=a)*b", "(?<ab", "(?<*a)", "(?<=", "(?<=[a-c&&[^b]])d", "(?<=(?i)A)b",
        "\\p{L}", "\\pL", "\\PL", "\\P{L}", "\\p{}", "\\p{", "\\p", "\\p{Foo}", "\\p{IsFoo}", "\\p{InFoo}", "\\p{IsLatin}", "\\p{IsGreek}+", "\\p{InGreek}+", "\\p{InGREEK}", "\\p{InBasic Latin}", "\\p{InBasicLatin}+", "\\p{script=Latin}", "\\p{sc=Grek}", "\\p{block=Greek}", "\\p{blk=LATIN_1_SUPPLEMENT}", "\\p{gc=Lu}", "\\p{general_category=Nd}", "\\p{x=y}", "\\p{sc=}", "\\p{IsAlphabetic}+", "\\p{javaLowerCase}+", "\\p{javaMirrored}", "\\p{javaFoo}", "(?i)\\p{Lower}", "(?i)\\p{Lu}", "(?i)\\p{javaUpperCase}", "(?i)\\p{IsUppercase}", "(?i)\\p{ASCII}", "[\\p{L}&&[^\\p{Lu}]]+", "[^\\p{L}]", "[\\P{L}a]", "\\p{L}{2}", "\\p{LC}", "\\p{LD}", "\\p{L1}", "\\p{all}", "\\p{Alnum}+", "\\p{isLatin}", "\\p{alpha}", "(?U)\\p{alpha}",
        "(.*)-(.*)", "(.*?)-(.*)", "^(?<db>[^.]+)\\.(?<table>.+)$", "prod\\.(.*)", "([^.]+)\\.([^.]+)\\.([^.]+)", "(?!__).*", "(?!.*-dlq$).*", ".*-[0-9]{4}", "topic_(\\d+)_(\\w*)", "(?i)Prod.*", "a.c", "[\\w.-]+", "(\\w+)\\s\\1", "([a-z]+)(?=\\d)", "(?<=-)\\d+", "x*", "x*y?", "(x?)*", "(?:x?)*y", "(x+x+)+y", "(?:a|aa)+$", "((?:ab)*)*c", "(a{0,2})*b", "(a??)*b", "((a)(b)?)+", "(?:(a)|(b)|(c))+", "(?:(a)|b)*?c", "(a(b)?)+c\\2", "((?=(a))a|b)+",
    };

    static final String[] TEXTS = {
        "", "a", "b", "ab", "abc", "aab", "aaab", "ba", "bcd", "bd", "ad", "aa", "aaa", "A", "AB", "abC", "é", "É", "aé", "k", "K", "\u212a", "\u017f", "i", "I", "\u0130", "\u0131", "\u00df", "\u03c3", "\u03c2", "a\n", "a\r\n", "a\r", "a\u0085", "a\u2028", "\na", "a\nb", "a\nb\n", "a\r\nb", "\n", "\r\n", "\n\r", "\r", "a\u000bb", "a b", "a\tb", "\u00a0", "\u3000", "\u180e", "0", "12", "\u0663", "_", "-", "a-b-c", "^", "&", "[", "]", "}", "a.b", "axb", "\u001b", "\u0001", "!", "\ud83d\ude00", "\ud83d\ude00b", "e\u0301", "e\u0301\u0302x", "\u0301", "a\u0301b", "\u0391\u03b2", "prod.orders.v1", "shop.orders", "orders-2024", "__offsets", "x-dlq", "topic_12_ab", "a a", "xxxxxxxxxxxxxxxx", "abcdefghijkk", "ac", "caacac", "bcbc", "d", "acd", "abcabcd", "1a", "{", "#", "a#b", "\u0600", "\u2029",
    };

    static void patterns() throws Exception {
        Random random = new Random(1);
        try (PrintWriter out = table("patterns")) {
            for (String pattern : WRITTEN) out.print(pattern(pattern, TEXTS));
        }
        try (PrintWriter out = table("generated-patterns")) {
            for (int i = 0; i < 8000; i++) {
                String pattern = i % 8 == 7 ? mutated(random, expression(random, 2)) : expression(random, 2);
                String[] texts = new String[8];
                for (int t = 0; t < texts.length; t++) texts[t] = text(random);
                out.print(pattern(pattern, texts));
            }
        }
    }

    static String pattern(String pattern, String[] texts) {
        try {
            Pattern compiled = Pattern.compile(pattern);
            StringBuilder row = new StringBuilder("[" + json(pattern));
            for (String text : texts) {
                Matcher matcher = compiled.matcher(text);
                boolean whole = matcher.matches();
                String first = null;
                if (matcher.reset().find()) {
                    StringBuilder shown = new StringBuilder(text.substring(0, matcher.start()) + "<" + matcher.group());
                    for (int g = 1; g <= matcher.groupCount(); g++) shown.append("|").append(matcher.group(g) == null ? "" : matcher.group(g));
                    first = shown + ">" + text.substring(matcher.end());
                }
                // Java finds the empty text between two surrogates, where UTF-8 has no place.
                if (first != null && first.codePoints().anyMatch(c -> c >= 0xd800 && c < 0xe000)) continue;
                row.append(",[" + json(text) + "," + (whole ? 1 : 0) + (first == null ? "" : "," + json(first)) + "]");
            }
            return row + "]\n";
        } catch (PatternSyntaxException e) {
            return line(pattern, e.getDescription(), e.getIndex());
        } catch (RuntimeException e) {
            return line(pattern, e.getClass().getSimpleName(), -1);
        }
    }

    static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    static String text(Random random) {
        StringBuilder out = new StringBuilder();
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) out.append(pick(random, "a", "a", "a", "b", "b", "c", "d", "A", "B", "1", "-", ".", " ", "\n", "\r\n", "\u00e9", "\u00c9", "\ud83d\ude00", "_"));
        return out.toString();
    }

    static String expression(Random random, int depth) {
        StringBuilder out = new StringBuilder(sequence(random, depth));
        while (random.nextInt(6) == 0) out.append('|').append(sequence(random, depth));
        return out.toString();
    }

    static String sequence(Random random, int depth) {
        StringBuilder out = new StringBuilder();
        int length = 1 + random.nextInt(2 + depth);
        for (int i = 0; i < length; i++) {
            out.append(atom(random, depth));
            if (random.nextInt(3) == 0) out.append(pick(random, "*", "+", "?", "{2}", "{1,2}", "{0,3}", "{1,}")).append(pick(random, "", "", "", "?", "+"));
        }
        return out.toString();
    }

    static String atom(Random random, int depth) {
        switch (random.nextInt(depth > 0 ? 16 : 8)) {
            case 0: case 1: case 2: return pick(random, "a", "b", "c", "d", "A", "1", "-", "\u00e9", "\ud83d\ude00");
            case 3: return ".";
            case 4: return pick(random, "\\d", "\\w", "\\s", "\\D", "\\W", "\\S", "\\h", "\\v", "\\R", "\\p{L}", "\\p{Lu}", "\\P{Lower}", "\\.", "\\x61", "\\u0062");
            case 5: return pick(random, "^", "$", "\\b", "\\B", "\\A", "\\z", "\\Z", "\\G");
            case 6: case 7: return "[" + classContent(random, 2) + "]";
            case 8: case 9: return "(" + expression(random, depth - 1) + ")";
            case 10: return "(?:" + expression(random, depth - 1) + ")";
            case 11: return pick(random, "(?=", "(?!", "(?>", "(?<=", "(?<!") + expression(random, depth - 1) + ")";
            case 12: return pick(random, "(?i:", "(?s:", "(?m:", "(?iu:", "(?d:", "(?-i:", "(?x: ", "(?U:") + expression(random, depth - 1) + ")";
            case 13: return pick(random, "(?i)", "(?s)", "(?m)", "(?d)", "(?x)", "(?iu)");
            case 14: return pick(random, "\\1", "\\2", "\\1", "\\Qa.\\E", "(?<n" + random.nextInt(1000) + ">" + expression(random, depth - 1) + ")");
            default: return "(" + expression(random, depth - 1) + ")" + pick(random, "*", "+", "?", "{2}");
        }
    }

    static String classContent(Random random, int depth) {
        StringBuilder out = new StringBuilder(pick(random, "", "", "^"));
        int length = 1 + random.nextInt(3);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(depth > 0 ? 9 : 6)) {
                case 0: case 1: case 2: out.append(pick(random, "a", "b", "c", "d", "A", "1", "_", "\u00e9", ".", "^")); break;
                case 3: out.append(pick(random, "a-c", "b-d", "A-C", "0-9", "\\x61-\\x63", "a-\u00ff")); break;
                case 4: out.append(pick(random, "\\d", "\\w", "\\S", "\\D", "\\p{L}", "\\P{Lu}", "\\p{Alpha}")); break;
                case 5: out.append(pick(random, "-", "&", "\\-", "\\]", " ")); break;
                case 6: out.append("[" + classContent(random, depth - 1) + "]"); break;
                default: out.append("&&" + pick(random, classContent(random, 0).replace("^", ""), "[" + classContent(random, depth - 1) + "]"));
            }
        }
        return out.toString();
    }

    static String mutated(Random random, String pattern) {
        StringBuilder out = new StringBuilder(pattern);
        for (int i = random.nextInt(2); i >= 0; i--) {
            int at = random.nextInt(out.length() + 1);
            if (random.nextBoolean() && at < out.length() && !Character.isSurrogate(out.charAt(at))) out.deleteCharAt(at);
            else if (at == 0 || !Character.isHighSurrogate(out.charAt(at - 1))) out.insert(at, pick(random, "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "\\", "^", "$", "-", "&&", "(?", "<", ">", ":", ",", "1", "Q", "#", " "));
        }
        return out.toString();
    }

    // Properties: [pattern, one character for each sample: whether it matches], the first line: the samples' numbers

    static final String[] PROPERTIES = {
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Me", "Mc", "N", "Nd", "Nl", "No", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co", "Cn", "P", "Pd", "Ps", "Pe", "Pc", "Po", "Pi", "Pf", "S", "Sm", "Sc", "Sk", "So", "LC", "LD", "L1", "all", "ASCII",
        "Alnum", "Alpha", "Blank", "Cntrl", "Digit", "Graph", "Lower", "Print", "Punct", "Space", "Upper", "XDigit",
        "javaLowerCase", "javaUpperCase", "javaAlphabetic", "javaIdeographic", "javaTitleCase", "javaDigit", "javaDefined", "javaLetter", "javaLetterOrDigit", "javaJavaIdentifierStart", "javaJavaIdentifierPart", "javaUnicodeIdentifierStart", "javaUnicodeIdentifierPart", "javaIdentifierIgnorable", "javaSpaceChar", "javaWhitespace", "javaISOControl", "javaMirrored",
        "IsAlphabetic", "IsLetter", "IsIdeographic", "IsLowercase", "IsUppercase", "IsTitlecase", "IsWhite_Space", "IsControl", "IsPunctuation", "IsHex_Digit", "IsAssigned", "IsNoncharacter_Code_Point", "IsDigit", "IsAlnum", "IsBlank", "IsGraph", "IsPrint", "IsWord", "IsJoin_Control", "IsL", "IsLu", "Isalphabetic", "IsLatin", "IsGreek", "IsCyrillic", "IsHan", "IsHiragana", "IsArabic", "IsHebrew", "IsThai", "IsCommon", "IsInherited", "IsLATN",
        "InGreek", "InBasicLatin", "InLatin-1Supplement", "InCyrillic", "InHiragana", "InCJK Unified Ideographs", "InEmoticons", "InGeneralPunctuation",
    };

    static void properties() throws Exception {
        LinkedHashSet<Integer> samples = new LinkedHashSet<>();
        for (int c = 0; c < 0x180; c++) samples.add(c);
        Random random = new Random(2);
        for (int i = 0; i < 3000; i++) samples.add(random.nextInt(0x3000));
        for (int i = 0; i < 1500; i++) samples.add(random.nextInt(0x20000));
        for (int c : new int[] {0x1c4, 0x1c5, 0x1c6, 0x2028, 0x2029, 0x200b, 0x200c, 0x200d, 0x3000, 0xfeff, 0xfffe, 0xffff, 0xe000, 0x10fffd, 0x10ffff, 0x4e00, 0x2160, 0x24b6, 0x1f600, 0xac00}) samples.add(c);
        samples.removeIf(c -> Character.getType(c) == Character.UNASSIGNED && (c & 0xfffe) != 0xfffe || c >= 0xd800 && c < 0xe000);
        try (PrintWriter out = table("properties")) {
            StringBuilder numbers = new StringBuilder();
            for (int c : samples) numbers.append(numbers.length() == 0 ? "" : ",").append(c);
            out.print("[" + numbers + "]\n");
            for (String flags : new String[] {"", "(?i)", "(?U)", "(?iU)"}) {
                for (String property : PROPERTIES) property(out, flags + "\\p{" + property + "}", samples);
                for (String escape : new String[] {"\\w", "\\W", "\\d", "\\D", "\\s", "\\S", "\\h", "\\v", "."}) property(out, flags + escape, samples);
            }
        }
    }

    static void property(PrintWriter out, String pattern, Iterable<Integer> samples) {
        Pattern compiled = Pattern.compile(pattern);
        StringBuilder bits = new StringBuilder();
        int pending = 0, count = 0;
        for (int c : samples) {
            pending = pending << 1 | (compiled.matcher(Character.toString(c)).matches() ? 1 : 0);
            if (++count % 4 == 0) {
                bits.append(Integer.toHexString(pending));
                pending = 0;
            }
        }
        out.print(line(pattern, bits.toString()));
    }

    // Letters: [letter, all that (?iu) takes for it, all that the range from it to it takes]

    static void cases() throws Exception {
        List<Integer> letters = new ArrayList<>();
        for (int c = 0; c < 0x1f000; c++)
            if (Character.isLetter(c) && (Character.toUpperCase(c) != c || Character.toLowerCase(c) != c)) letters.add(c);
        try (PrintWriter out = table("cases")) {
            for (int c : letters) {
                if (c > 0x590 && c < 0x1c00 && c % 7 != 0 || c > 0x2c00 && c % 5 != 0) continue;
                Pattern pattern = Pattern.compile("(?iu)" + Character.toString(c));
                StringBuilder same = new StringBuilder();
                for (int other : letters) if (pattern.matcher(Character.toString(other)).matches()) same.appendCodePoint(other);
                out.print(line(Character.toString(c), same.toString()));
            }
        }
    }

    // Replacements: [pattern, replacement, text, result or null, error]

    static void replacements() throws Exception {
        String[] patterns = {"(.*)", "a(b)?(c)?", "(?<db>[^.]+)\\.(?<table>.*)", "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)", "b", "", "a|ab", "prod-(\\d+)-(.*)", "\u00e9(.)", "(?i)ABC$"};
        String[] replacements = {"", "x", "$0", "$1", "$2", "$1-$2", "$3", "$9", "$10", "$11", "$12", "$01", "${db}", "${table}_${db}", "${none}", "${", "${db", "${}", "${1}", "${d b}", "$", "x$", "$x", "$$", "\\$1", "\\", "a\\", "\\\\", "\\a\\b", "$0$0", "pre-$0-post", "\u00e9$1\ud83d\ude00", "\\\u00e9", "$-1", "${db}x$2", "$ 1", "$\u0661", "${\u00e9}"};
        String[] texts = {"", "abc", "ac", "shop.orders", "abcdefghijk", "prod-12-orders", "xaby", "\u00e9\ud83d\ude00z", "ab\n", "ABC\n"};
        try (PrintWriter out = table("replacements")) {
            for (String pattern : patterns)
                for (String replacement : replacements)
                    for (String text : texts) {
                        try {
                            out.print(line(pattern, replacement, text, Pattern.compile(pattern).matcher(text).replaceFirst(replacement)));
                        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                            out.print(line(pattern, replacement, text, null, e.getMessage()));
                        }
                    }
        }
    }
}
