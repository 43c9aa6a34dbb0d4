import Foundation
import RESTServer
import TestSupport
import Testing
import Worker

/// Classes that Connect does not have: those of plugins, of every kind, and built-in ones of others.
@Suite("Classes of plugins, and of others than Connect")
struct PluginKindTests {
    private typealias Recorded = RecordedValidation

    /// A key's definition, the documentation aside.
    private static func key(
        _ name: String, _ type: String, required: Bool = false, default fallback: String? = nil, _ importance: String,
        group: String? = nil, order: Int = -1, width: String = "NONE", title: String? = nil, dependents: [String] = []
    ) -> RecordedValidation.Definition {
        RecordedValidation.Definition(
            name: name, type: type, required: required, default_value: fallback, importance: importance, group: group,
            order_in_group: order, width: width, display_name: title ?? name, dependents: dependents)
    }

    private static let tableKeys = [
        key(
            "table", "STRING", required: true, "HIGH", group: "Source", order: 1, width: "MEDIUM", title: "Table name",
            dependents: ["column"]),
        key("column", "STRING", "HIGH", group: "Source", order: 2, width: "LONG"),
        key("user", "STRING", "LOW", group: "Login", order: 1, width: "SHORT"),
        key("password", "PASSWORD", "LOW", group: "Login", order: 2, width: "SHORT"),
    ]

    private static let plugins = [
        "recommending-source", "transformation", "predicate", "converter", "header-converter", "config-provider",
    ]

    @Test("Each class of a plugin is listed with its type, and shows its definition")
    func definitions() async throws {
        let worker = try await RealWorker(zoo: Self.plugins)
        let api = try await worker.api()
        let listed = try await worker.get("/connector-plugins?connectorsOnly=false", api, as: [Recorded.Plugin].self)
        let expected = [
            "zoo.RecommendingSourceConnector": ("source", Self.tableKeys),
            "zoo.Capitals": ("transformation", []),
            "zoo.LongerThan": ("predicate", [Self.key("length", "LONG", required: true, "HIGH")]),
            "zoo.MarkConverter": ("converter", [Self.key("mark", "STRING", default: "#", "LOW")]),
            "zoo.TextHeaderConverter": ("header_converter", []),
        ]
        let types = listed.filter { $0.class.hasPrefix("zoo.") }.map { ($0.class, $0.type) }
        #expect(Dictionary(uniqueKeysWithValues: types) == expected.mapValues(\.0))
        for (name, (type, keys)) in expected {
            let shown = try await worker.get("/connector-plugins/\(name)/config", api, as: [Recorded.Definition].self)
            let own = type == "source" ? Array(shown.prefix(keys.count)) : shown
            #expect(own == keys, "\(name)")
        }
    }

    @Test(
        "Config providers are not listed, as in Connect, but show their definition",
        arguments: [
            ("org.apache.kafka.common.config.provider.FileConfigProvider", ["allowed.paths"]),
            ("org.apache.kafka.common.config.provider.DirectoryConfigProvider", ["allowed.paths"]),
            ("org.apache.kafka.common.config.provider.EnvVarConfigProvider", ["allowlist.pattern"]),
            ("zoo.EchoConfigProvider", []),
        ])
    func providers(name: String, keys: [String]) async throws {
        let worker = try await RealWorker(zoo: ["config-provider"])
        let api = try await worker.api()
        let listed = try await worker.get("/connector-plugins?connectorsOnly=false", api, as: [Recorded.Plugin].self)
        #expect(!listed.contains { $0.class == name })
        let shown = try await worker.get("/connector-plugins/\(name)/config", api, as: [Recorded.Definition].self)
        #expect(shown.map(\.name) == keys)
    }

    @Test("Built-in classes of Debezium's, Confluent's and our own are listed, and show a definition")
    func others() async throws {
        let worker = try await RealWorker()
        let api = try await worker.api()
        let listed = try await worker.get("/connector-plugins?connectorsOnly=false", api, as: [Recorded.Plugin].self)
        let connects = Set(try Recorded.read("plugins", as: [Recorded.Plugin].self).map(\.class))
        let others = listed.filter { !connects.contains($0.class) }
        #expect(
            Dictionary(uniqueKeysWithValues: others.map { ($0.class, $0.type) }) == [
                "io.confluent.connect.transforms.Drop$Key": "transformation",
                "io.confluent.connect.transforms.Drop$Value": "transformation",
                "io.confluent.connect.transforms.ExtractTopic$Header": "transformation",
                "io.confluent.connect.transforms.ExtractTopic$Key": "transformation",
                "io.confluent.connect.transforms.ExtractTopic$Value": "transformation",
                "io.confluent.connect.transforms.MessageTimestampRouter": "transformation",
                "io.debezium.transforms.ExtractNewRecordState": "transformation",
                "io.debezium.transforms.outbox.EventRouter": "transformation",
                "io.millrace.transforms.ForeignFunction$Key": "transformation",
                "io.millrace.transforms.ForeignFunction$Value": "transformation",
                "io.millrace.transforms.predicates.ForeignFunction$Key": "predicate",
                "io.millrace.transforms.predicates.ForeignFunction$Value": "predicate",
            ])
        for plugin in others {
            let keys = try await worker.get(
                "/connector-plugins/\(plugin.class)/config", api, as: [Recorded.Definition].self)
            #expect(!keys.isEmpty, "\(plugin.class)")
        }
    }

    @Test("One answer has the errors of a connector, its transformations, predicates, converters and client settings")
    func everyError() async throws {
        let worker = try await RealWorker(zoo: Self.plugins)
        let infos = try worker.infos(
            try await worker.put(
                "/connector-plugins/RecommendingSource/config/validate",
                [
                    "name": "r", "connector.class": "RecommendingSource", "tasks.max": "0", "password": "open sesame",
                    "transforms": "a,b", "transforms.a.type": "Capitals", "transforms.a.predicate": "p",
                    "transforms.b.type": "org.apache.kafka.connect.transforms.Cast$Value",
                    "predicates": "p", "predicates.p.type": "LongerThan", "predicates.p.length": "-1",
                    "value.converter": "zoo.MarkConverter", "value.converter.mark": "",
                    "header.converter": "zoo.TextHeaderConverter", "producer.override.linger.ms": "soon",
                    "errors.tolerance": "some",
                ], try await worker.api()))
        let errors = infos.configs.filter { !$0.value.errors.isEmpty }.map { ($0.value.name, $0.value.errors) }
        #expect(
            Dictionary(uniqueKeysWithValues: errors) == [
                "tasks.max": ["Invalid value 0 for configuration tasks.max: Value must be at least 1"],
                "errors.tolerance": [
                    "Invalid value some for configuration errors.tolerance: String must be one of: none, all"
                ],
                "table": [#"Missing required configuration "table" which has no default value."#],
                "transforms.b.spec": [
                    #"Missing required configuration "transforms.b.spec" which has no default value."#,
                    "Must specify at least one field to cast.",
                ],
                "predicates.p.length": [
                    "Invalid value -1 for configuration length: Value must be at least 0"
                ],
                "value.converter.mark": ["Invalid value  for configuration mark: String must be non-empty"],
                "producer.override.linger.ms": [
                    "Invalid value soon for configuration producer.override.linger.ms: Not a number of type LONG"
                ],
            ])
        #expect(infos.error_count == 8)
        #expect(infos.groups.suffix(5) == ["Transforms: a", "Transforms: b", "Predicates: p", "Source", "Login"])
        let entries = Dictionary(uniqueKeysWithValues: infos.configs.map { ($0.value.name, $0) })
        #expect(entries["column"]?.definition == Self.tableKeys[1])
        #expect(entries["column"]?.value.recommended_values == ["id", "name"])
        #expect(entries["password"]?.value.visible == false)
        #expect(entries["password"]?.value.value == "[hidden]")
        #expect(entries["transforms.a.type"]?.value.recommended_values.contains("zoo.Capitals") == true)
        #expect(entries["predicates.p.length"]?.definition?.group == "Predicates: p")
    }

    @Test(
        "A class is asked for its settings in the version that the configuration asks for, or else in the newest",
        arguments: [
            (nil, "size"), ("1.0", "length"), ("[1.0,2.0)", "length"), ("2.0", "size"), ("latest", "size"),
        ])
    func versions(wanted: String?, setting: String) async throws {
        let worker = try await RealWorker(zoo: ["predicate", "predicate-2"])
        var config: [String: String?] = [
            "name": "s", "connector.class": "FileStreamSource", "topic": "t", "predicates": "p",
            "predicates.p.type": "LongerThan",
        ]
        if let wanted { config["predicates.p.plugin.version"] = wanted }
        let infos = try worker.infos(
            try await worker.put("/connector-plugins/FileStreamSource/config/validate", config, try await worker.api()))
        let errors = infos.configs.flatMap(\.value.errors)
        #expect(errors == [#"Missing required configuration "predicates.p.\#(setting)" which has no default value."#])
    }
}
