import TaskProtocol
import Testing

@testable import Worker

@Suite("Names of plugins")
struct PluginRegistryTests {
    private static func plugin(
        _ className: String, _ kind: PluginDescription.Kind, version: String = "1.0", aliases: [String] = []
    ) -> InstalledPlugin {
        InstalledPlugin(
            description: PluginDescription(
                kind: kind, className: className, version: version, documentation: "", aliases: aliases, keys: []),
            file: "/plugins/\(className)-\(version).so")
    }

    private let registry = PluginRegistry(plugins: [
        plugin("org.example.FileStreamSourceConnector", .source),
        plugin("org.example.Tank", .sink, aliases: ["Reservoir"]),
        plugin("a.TwiceConnector", .source), plugin("b.TwiceConnector", .sink),
        plugin("c.Versions", .source, version: "1.9"), plugin("c.Versions", .source, version: "1.10-rc1"),
        plugin("c.Versions", .source, version: "1.10"), plugin("org.example.JsonConverter", .converter),
        plugin("org.example.Cast$Value", .transformation),
    ])

    @Test(
        "A connector is found by each of its names",
        arguments: [
            ("org.example.FileStreamSourceConnector", "org.example.FileStreamSourceConnector"),
            ("FileStreamSourceConnector", "org.example.FileStreamSourceConnector"),
            ("FileStreamSource", "org.example.FileStreamSourceConnector"), ("Tank", "org.example.Tank"),
            ("Reservoir", "org.example.Tank"), ("b.TwiceConnector", "b.TwiceConnector"), ("Versions", "c.Versions"),
        ])
    func found(name: String, className: String) throws {
        #expect(try registry.connector(named: name).className == className)
    }

    @Test("The newest version counts, unless another one is asked for")
    func versions() throws {
        #expect(try registry.connector(named: "Versions").version == "1.10")
        let newest = try registry.connector(named: "Versions")
        let wanted: [(String?, String?)] = [
            (nil, "1.10"), ("latest", "1.10"), ("1.9", "1.9"), ("[1.10-rc1]", "1.10-rc1"), ("[1.0,2.0)", "1.10"),
            ("[1.0,1.10)", "1.10-rc1"), ("(,1.9]", "1.9"), ("[2.0,),[1.9]", "1.9"), ("1.8", nil), ("(1.10,)", nil),
            ("[1.10", nil), ("", nil), ("[]", nil), ("[1.9,1.10,1.11]", nil),
        ]
        for (range, version) in wanted {
            #expect(registry.connector(newest, range)?.version == version, "\(range ?? "none")")
        }
    }

    @Test("A name that is unknown or not unique is refused in Connect's words")
    func refused() {
        let unknown = #expect(throws: HerderError.self) { try registry.connector(named: "NoSuch") }
        #expect(
            unknown?.description.hasPrefix(
                "Failed to find any class that implements Connector and which name matches NoSuch, "
                    + "available connectors are: a.TwiceConnector (source, version 1.0, /plugins/a.TwiceConnector-1.0.so)"
            )
                == true)
        let ambiguous = #expect(throws: HerderError.self) { try registry.connector(named: "Twice") }
        #expect(
            ambiguous?.description == "More than one connector matches alias Twice. Please use full package and class "
                + "name instead. Classes found: a.TwiceConnector, b.TwiceConnector")
    }

    @Test("Other kinds have short names too, and are no connectors")
    func otherKinds() {
        #expect(registry.plugin(named: "Json", kind: .converter)?.className == "org.example.JsonConverter")
        #expect(registry.plugin(named: "Json", kind: .transformation) == nil)
        #expect(
            registry.classes.find("Value", .transformation)
                == .found(className: "org.example.Cast$Value", versions: ["1.0"], installed: ["1.0"]))
        #expect(
            registry.classes.find("org.example.Cast", .transformation) == .outerClass(of: ["org.example.Cast$Value"]))
        #expect(registry.classes.find("org.example.Cast$Value", .predicate) == .otherKind("org.example.Cast$Value"))
        #expect(registry.classes.find("Nope", .transformation) == .missing)
        #expect(throws: HerderError.self) { try registry.connector(named: "Json") }
    }

    @Test(
        "Of converters, transformations and predicates the newest version counts too, unless another one is asked for")
    func supportingVersions() throws {
        func file(_ className: String, _ version: String) -> String { "/plugins/\(className)-\(version).so" }
        let registry = PluginRegistry(
            plugins: ["1.0", "1.5", "2.0"].flatMap { version in
                [
                    Self.plugin("org.example.Mask", .transformation, version: version),
                    Self.plugin("org.example.Big", .predicate, version: version),
                    Self.plugin("org.example.MyConverter", .converter, version: version),
                    Self.plugin("org.example.Headers", .headerConverter, version: version),
                ]
            })
        let worker = try ConnectorConfigTests.worker(
            "key.converter=MyConverter", "key.converter.plugin.version=1.0", "value.converter=MyConverter",
            "value.converter.plugin.version=1.0", "header.converter=Headers")
        let files = registry.supportingFiles(
            of: [
                "value.converter": "org.example.MyConverter", "key.converter.plugin.version": "1.5",
                "transforms": "a,b,c", "transforms.a.type": "Mask", "transforms.a.plugin.version": "1.5",
                "transforms.b.type": "org.example.Mask", "transforms.b.plugin.version": "[1.0,2.0)",
                "transforms.c.type": "Mask", "predicates": "p", "predicates.p.type": "Big",
                "predicates.p.plugin.version": "1.0",
            ], worker)
        #expect(
            files == [
                "org.example.Mask": file("org.example.Mask", "2.0"), "org.example.Big": file("org.example.Big", "2.0"),
                "org.example.MyConverter": file("org.example.MyConverter", "2.0"),
                "org.example.Headers": file("org.example.Headers", "2.0"),
                "key.converter": file("org.example.MyConverter", "1.0"),
                "transforms.a.type": file("org.example.Mask", "1.5"),
                "transforms.b.type": file("org.example.Mask", "1.5"),
                "predicates.p.type": file("org.example.Big", "1.0"),
            ])
        try worker.checkConverters(in: registry)
        let wrong = try ConnectorConfigTests.worker(
            "header.converter=Headers", "key.converter=MyConverter",
            "key.converter.plugin.version=[3.0,4.0)", "value.converter=MyConverter")
        do throws(InvalidConfiguration) {
            try wrong.checkConverters(in: registry)
            Issue.record("no problem")
        } catch {
            #expect(
                error.problems.map { $0.drop { $0 != " " } } == [
                    " Plugin org.example.MyConverter not found that matches the version range [3.0,4.0), "
                        + "available versions: [2.0, 1.5, 1.0]"
                ])
        }
    }
}
