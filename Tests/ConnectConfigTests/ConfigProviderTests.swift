import Foundation
import JavaText
import Testing

@testable import ConnectConfig

/// What Kafka's config providers and its ConfigTransformer were recorded to do (Tests/Oracle/record-providers.sh).
@Suite("Config providers against Kafka's")
struct ConfigProviderTests {
    struct Variables: Decodable {
        let text: String
        let value: String
        let ttls: [String: Int64]
    }

    struct Lookup: Decodable {
        let provider: String
        let setting: String?
        let path: String
        let keys: [String]
        let values: [String: String]?
        let error: String?
    }

    /// Knows every key that does not begin with "no", at every path.
    private struct Echo: ConfigProvider {
        func get(path: String, keys: Set<String>) async throws(ConfigError) -> ConfigData {
            let known = keys.filter { !$0.hasPrefix("no") }
            return ConfigData(
                Dictionary(uniqueKeysWithValues: known.map { ($0, "<\(path)|\($0)>") }),
                lifetime: path == "ttl" ? 5000 : nil)
        }
    }

    private static func rows<T: Decodable>(_ name: String, of type: T.Type) throws -> [T] {
        let file = try #require(Bundle.module.url(forResource: "Recorded/\(name)", withExtension: "jsonl"))
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(T.self, from: Data($0.utf8))
        }
    }

    @Test("Variables are found and replaced as Kafka does, once, and what is not known stays")
    func variables() async throws {
        let transformer = ConfigTransformer(providers: ["p": Echo(), "": Echo()])
        let rows = try Self.rows("variables", of: Variables.self)
        for row in rows {
            let result = try await transformer.transform(["key": row.text, "null": nil])
            #expect(result.values == ["key": row.value, "null": nil], "\(row.text)")
            let lifetimes = Dictionary(result.lifetimes.map { ($0.key.path, $0.value) }, uniquingKeysWith: min)
            #expect(lifetimes == row.ttls, "\(row.text)")
        }
        #expect(rows.count > 40)
    }

    @Test("Files, directories and the environment give what they give Kafka, within the same borders")
    func lookups() async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "millrace-providers-\(UUID())")
        defer { try? FileManager.default.removeItem(at: root) }
        try Self.makeFiles(in: root)
        let path = root.path()
        let rows = try Self.rows("providers", of: Lookup.self)
        for row in rows {
            let expected = row.values?.mapValues { $0.replacing("@DIR@", with: path) }
            var values: [String: String]?
            var failure = ""
            do throws(ConfigError) {
                let provider = try Self.provider(row, path)
                values = try await provider.get(path: row.path.replacing("@DIR@", with: path), keys: Set(row.keys))
                    .values
            } catch {
                failure = error.message.replacing(path, with: "@DIR@")
            }
            let label: Comment = "\(row)"
            #expect(values == expected, label)
            guard let error = row.error else { continue }
            if error.hasPrefix("Malformed") {
                #expect(failure.hasPrefix("Could not read properties from file @DIR@/a/"), label)
            } else if error.hasPrefix("Unclosed") {
                #expect(
                    failure == "Invalid value ( for configuration allowlist.pattern: Invalid regex: \(error)", label)
            } else {
                #expect(failure.hasPrefix(error), label)
            }
        }
        #expect(rows.count > 300)
    }

    /// A combining mark after a separator is the first character of a name, not a part of the separator.
    @Test("A path is taken apart at every separator, whatever follows it")
    func separators() async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "millrace-separators-\(UUID())")
        defer { try? FileManager.default.removeItem(at: root) }
        for name in ["allowed", "\u{301}outside", "allowed/\u{301}inside", "allowed\u{e9}", "allowede\u{301}"] {
            let directory = root.appending(path: name)
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            try Data("value".utf8).write(to: directory.appending(path: "key"))
        }
        func values(_ path: String, below allowed: String) async throws -> [String: String] {
            try await BuiltinConfigProviders.provider(
                "DirectoryConfigProvider", ["allowed.paths": root.path() + allowed], warn: { _ in }, names: Self.names
            )?.get(path: root.path() + path, keys: ["key"]).values ?? [:]
        }
        #expect(try await values("/allowed", below: "/allowed") == ["key": "value"])
        #expect(try await values("/allowed/\u{301}inside", below: "/allowed") == ["key": "value"])
        #expect(try await values("/allowed/../\u{301}outside", below: "/allowed") == [:])
        #expect(try await values("/\u{301}outside", below: "/\u{301}outside") == ["key": "value"])
        #expect(try await values("/allowed\u{e9}", below: "/allowede\u{301}") == [:])
    }

    private static func provider(_ row: Lookup, _ path: String) throws(ConfigError) -> any ConfigProvider {
        let setting = row.provider == "EnvVar" ? "allowlist.pattern" : "allowed.paths"
        let settings = row.setting.map { [setting: $0.replacing("@DIR@", with: path)] } ?? [:]
        guard row.provider != "EnvVar" else {
            let environment = ["APP_PASSWORD": "x", "APP_": "y", "OTHER": "z", "EMPTY": ""]
            return try EnvVarConfigProvider(settings, environment: environment, names: names)
        }
        let provider = try BuiltinConfigProviders.provider(
            "\(row.provider)ConfigProvider", settings, warn: { _ in }, names: names)
        return provider ?? Echo()
    }

    private static func names(_ pattern: String) throws -> (String) throws -> Bool {
        let regex = try JavaRegex(pattern)
        return { try regex.wholeMatch($0) }
    }

    private static func makeFiles(in root: URL) throws {
        let files: [(String, String, String.Encoding)] = [
            (
                "a/values.properties",
                "key=value\nempty=\nspaced = x y \nnested=${p:k}\nmultiple\\\n  lines=1\\\n  2\nesc\\u0061ped=\\u20ac\\t\n"
                    + "# comment\nkey:colon=1\nü=ä\n", .utf8
            ),
            ("a/latin1.properties", "key=ü\n", .isoLatin1), ("a/bad-escape.properties", "key=\\u12x4\n", .utf8),
            ("a/duplicate.properties", "key=1\nkey=2\n", .utf8), ("a/empty.properties", "", .utf8),
            ("a/one", "content\n", .utf8), ("a/.hidden", "secret", .utf8), ("a/latin1", "ü", .isoLatin1),
            ("a/nothing", "", .utf8), ("a/sub/two", "2", .utf8), ("b/one", "other", .utf8),
        ]
        for (name, content, encoding) in files {
            let file = root.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try #require(content.data(using: encoding)).write(to: file)
        }
        for (name, target) in [("a/link", "b/one"), ("a/linked", "b"), ("a/broken", "b/none")] {
            try FileManager.default.createSymbolicLink(
                at: root.appending(path: name), withDestinationURL: root.appending(path: target))
        }
    }

    @Test(
        "What is no file would stop the reader, and is refused",
        arguments: ["/dev/zero", "/dev/stdin", "/proc/self/mem"])
    func noFiles(path: String) async throws {
        let provider = try #require(
            try BuiltinConfigProviders.provider("FileConfigProvider", [:], warn: { _ in }, names: Self.names))
        await #expect(throws: ConfigError.self) { try await provider.get(path: path, keys: ["x"]) }
    }

    @Test("A path that is not allowed is told, and not read")
    func notAllowed() async throws {
        let warnings = Warnings()
        let provider = try #require(
            try BuiltinConfigProviders.provider(
                "org.apache.kafka.common.config.provider.FileConfigProvider", ["allowed.paths": "/usr"],
                warn: { warning in warnings.add(warning) }, names: Self.names))
        #expect(try await provider.get(path: "/etc/passwd", keys: ["root"]).values == [:])
        #expect(warnings.all == ["The path /etc/passwd is not allowed to be accessed"])
    }
}

private final class Warnings: @unchecked Sendable {  // sound: every access holds the lock
    private let lock = NSLock()
    private var list: [String] = []

    var all: [String] { lock.withLock { list } }

    func add(_ warning: String) { lock.withLock { list.append(warning) } }
}
