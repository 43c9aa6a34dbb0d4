import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/** Records what Kafka's config providers find, and how variables are replaced; see record-providers.sh. */
public class ProviderOracle {
    static final ObjectMapper JSON = new ObjectMapper();
    static PrintWriter out;
    static String root;

    /** Knows every key that does not begin with "no", at every path. */
    static class Echo implements ConfigProvider {
        public ConfigData get(String path) { return new ConfigData(Map.of()); }
        public ConfigData get(String path, Set<String> keys) {
            Map<String, String> data = new HashMap<>();
            for (String key : keys) if (!key.startsWith("no")) data.put(key, "<" + path + "|" + key + ">");
            return new ConfigData(data, path.equals("ttl") ? 5000L : null);
        }
        public void configure(Map<String, ?> configs) {}
        public void close() {}
    }

    static void write(Map<String, Object> row) throws Exception {
        out.print(JSON.writeValueAsString(row).replace(root, "@DIR@") + "\n");
    }

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        root = Files.createTempDirectory("providers").toString();
        out = new PrintWriter(directory.resolve("variables.jsonl").toFile(), StandardCharsets.UTF_8);
        variables();
        out.close();
        out = new PrintWriter(directory.resolve("providers.jsonl").toFile(), StandardCharsets.UTF_8);
        providers();
        out.close();
    }

    static void variables() throws Exception {
        String[] texts = {"", "plain", "${p:k}", "${p:path:k}", "a${p:k}b", "${p:k}${p:l}", "${p:a:k} and ${p:b:k}", "${p:a:b:c}", "${p:a:b:c:d}", "${p::k}", "${p:}", "${p:a:}",
            "${p}", "${:k}", "${::}", "${:}", "${}", "${q:k}", "${q:a:k}${p:k}", "${p:no}", "${p:nowhere:no}", "x${p:no}y${p:k}z", "${p:k", "$p:k}", "$${p:k}", "$${p:k}}", "${${p:k}}", "${p:${p:k}}",
            "${p${p:k}", "${ p:k}", "${p:k }", "${p : k}", "${p:a b:c d}", "${p:a\nb:k}", "${p:k\n}", "\\${p:k}", "${p:k}:${p:l}", "{p:k}", "$ {p:k}", "${p:\u00e4:\u20ac}", "${P:k}", "${p:a/b.properties:k.l}",
            "${p:ttl:k}", "${p:a:${q:b:c}}", "}${p:k}{", "${p:k}${", "${p;k}", "${p:C:\\dir\\file:k}"};
        ConfigTransformer transformer = new ConfigTransformer(Map.of("p", new Echo(), "", new Echo()));
        for (String text : texts) {
            Map<String, String> config = new HashMap<>();
            config.put("key", text);
            config.put("null", null);
            var result = transformer.transform(config);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("text", text);
            row.put("value", result.data().get("key"));
            row.put("ttls", result.ttls());
            write(row);
        }
    }

    static void file(String name, String content) throws IOException {
        Path path = Path.of(root, name);
        Files.createDirectories(path.getParent());
        Files.write(path, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    static void providers() throws Exception {
        file("a/values.properties", "key=value\nempty=\nspaced = x y \nnested=${p:k}\nmultiple\\\n  lines=1\\\n  2\nesc\\u0061ped=\\u20ac\\t\n# comment\nkey:colon=1\n\u00c3\u00bc=\u00c3\u00a4\n");
        file("a/latin1.properties", "key=\u00fc\n");
        file("a/bad-escape.properties", "key=\\u12x4\n");
        file("a/duplicate.properties", "key=1\nkey=2\n");
        file("a/empty.properties", "");
        file("a/one", "content\n");
        file("a/.hidden", "secret");
        file("a/latin1", "\u00fc");
        file("a/nothing", "");
        file("a/sub/two", "2");
        file("b/one", "other");
        Files.createSymbolicLink(Path.of(root, "a/link"), Path.of(root, "b/one"));
        Files.createSymbolicLink(Path.of(root, "a/linked"), Path.of(root, "b"));
        Files.createSymbolicLink(Path.of(root, "a/broken"), Path.of(root, "b/none"));
        Map<String, String> environment = new TreeMap<>(Map.of("APP_PASSWORD", "x", "APP_", "y", "OTHER", "z", "EMPTY", ""));
        Set<String> keys = Set.of("key", "empty", "spaced", "nested", "multiplelines", "escaped", "key:colon", "key\\:colon", "\u00fc", "missing");
        Set<String> names = Set.of("one", ".hidden", "nothing", "sub", "sub/two", "../b/one", "link", "broken", "missing", "");
        String[] files = {"a/values.properties", "a/latin1.properties", "a/bad-escape.properties", "a/duplicate.properties", "a/empty.properties", "a/none.properties", "a", "a/../a/values.properties", "a/linked/one", "b/../a/./values.properties", "ab/values.properties"};
        String[] directories = {"a", "a/", "a/sub", "a/linked", "a/one", "none", "a/../b", "a/sub/.."};
        String[] allowed = {null, "", "@DIR@/a", "@DIR@/b", "@DIR@/b,@DIR@/a", "@DIR@/a/", "@DIR@/b/../a", "@DIR@/a/values.properties", "@DIR@", "/", "a", "@DIR@/none", "@DIR@/a, @DIR@/b", "@DIR@/a,"};
        for (String rule : allowed) {
            for (String path : files) ask("File", new FileConfigProvider(), "allowed.paths", rule, root + "/" + path, keys);
            for (String path : directories) ask("Directory", new DirectoryConfigProvider(), "allowed.paths", rule, root + "/" + path, names);
            ask("File", new FileConfigProvider(), "allowed.paths", rule, "", keys);
            ask("File", new FileConfigProvider(), "allowed.paths", rule, "relative.properties", keys);
            ask("Directory", new DirectoryConfigProvider(), "allowed.paths", rule, "", names);
            ask("Directory", new DirectoryConfigProvider(), "allowed.paths", rule, root + "/a", Set.of("latin1"));
        }
        for (String pattern : new String[] {null, ".*", "APP_.*", "APP_", "APP", "(APP_PASSWORD|OTHER)", "", "(", "(?i)app_p.*", "[A-Z_&&[^O]]++", "(?<name>\\p{Upper})\\p{javaUpperCase}*+"}) {
            for (String path : new String[] {"", "path"}) {
                ask("EnvVar", new EnvVarConfigProvider(environment), "allowlist.pattern", pattern, path, Set.of("APP_PASSWORD", "APP_", "OTHER", "EMPTY", "MISSING"));
            }
        }
    }

    static void ask(String kind, ConfigProvider provider, String setting, String rule, String path, Set<String> keys) throws Exception {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("provider", kind);
        row.put("setting", rule);
        row.put("path", path);
        row.put("keys", keys.stream().sorted().toList());
        try {
            Map<String, String> settings = new HashMap<>();
            if (rule != null) settings.put(setting, rule.replace("@DIR@", root));
            provider.configure(settings);
            row.put("values", new TreeMap<>(provider.get(path, keys).data()));
        } catch (Exception e) {
            row.put("error", String.valueOf(e.getMessage()));
        }
        write(row);
    }
}
