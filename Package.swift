// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// For what handles each record: exclusive access is checked by the debug builds that tests and sanitizers run, not by
/// what is released, where the checks are a thirteenth of a source task's processor time.
let recordPath =
    strict + [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]

/// `scripts/test` sets it for what it runs under the sanitizers, which need not build the worker's daemon.
let isForSanitizers = Context.environment["MILLRACE_TASK_ONLY"] != nil

/// What tests start that need Kafka; for the sanitizers `scripts/test` names one that was built without them.
let broker: [Target.Dependency] = isForSanitizers ? [] : ["millrace-broker"]

/// A plugin exports `millrace_plugin_entry` and nothing else, whatever is linked into it. The script reaches the test
/// bundle too, where it would hide what a sanitizer has to export.
let exportOnlyTheEntry: [LinkerSetting] =
    isForSanitizers
    ? [] : [.unsafeFlags(["-Xlinker", "--version-script=\(Context.packageDirectory)/Plugins/plugin.map"])]

/// What a plugin's author would compile with.
let pluginWarnings = ["-Wall", "-Wextra", "-pedantic", "-fvisibility=hidden"]

/// A room of the tree: lower rooms never name higher ones, so each line says what its room may import.
func room(_ name: String, imports: [Target.Dependency] = [], settings: [SwiftSetting] = strict) -> Target {
    .target(name: name, dependencies: imports, swiftSettings: settings)
}

func tests(_ name: String, of imports: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: imports, resources: resources, swiftSettings: strict)
}

let package = Package(
    name: "millrace",
    products: [
        .executable(name: "millrace", targets: ["millrace"]),
        .executable(name: "millrace-task", targets: ["millrace-task"]),
        .executable(name: "millrace-broker", targets: ["millrace-broker"]),
        .library(name: "MillracePlugin", targets: ["MillracePlugin"]),
        .library(name: "FileStream", type: .dynamic, targets: ["FileStream"]),
        .library(name: "Datagen", type: .dynamic, targets: ["Datagen"]),
        .library(name: "Blackhole", type: .dynamic, targets: ["Blackhole"]),
        .library(name: "SwiftSteps", type: .dynamic, targets: ["SwiftSteps"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.0.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
    ],
    targets: [
        // C: the plugin ABI, and one target for each system library.
        .target(name: "CMillrace"),
        .systemLibrary(name: "CRdkafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
        .systemLibrary(name: "CFFI", pkgConfig: "libffi", providers: [.apt(["libffi-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(
            name: "CCodecs", providers: [.apt(["zlib1g-dev", "liblz4-dev", "libzstd-dev", "libsnappy-dev"])]),
        .target(name: "CChecksum"),
        .target(name: "CProcess"),

        // The record path.
        room("ConnectData", imports: ["CMillrace"]),
        room("ConnectConfig"),
        room("JavaText", imports: ["CMillrace", "CPCRE2", "ConnectData"], settings: recordPath),
        room("MillracePlugin", imports: ["CMillrace", "ConnectData", "ConnectConfig"]),
        room("Converters", imports: ["CMillrace", "ConnectData", "ConnectConfig"], settings: recordPath),
        room("Transforms", imports: ["CMillrace", "ConnectData", "ConnectConfig", "JavaText"], settings: recordPath),
        room(
            "PluginHost",
            imports: ["CMillrace", "CFFI", "CProcess", "ConnectData", "ConnectConfig", "TaskProtocol", "Transforms"],
            settings: recordPath),
        room("KafkaClient", imports: ["CRdkafka", "ConnectConfig"], settings: recordPath),
        room("TaskProtocol", imports: ["CProcess"]),
        room(
            "TaskRuntime",
            imports: [
                "ConnectData", "ConnectConfig", "Converters", "Transforms", "PluginHost", "KafkaClient", "TaskProtocol",
                "CMillrace", "JavaText",
            ], settings: recordPath),
        .executableTarget(
            name: "millrace-task", dependencies: ["TaskRuntime", "PluginHost", "TaskProtocol", "CProcess"],
            swiftSettings: strict),

        // The worker daemon.
        room("Supervisor", imports: ["TaskProtocol", "CProcess"]),
        room(
            "KafkaProtocol",
            imports: [
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        room(
            "Worker",
            imports: [
                "ConnectConfig", "JavaText", "KafkaClient", "KafkaProtocol", "Supervisor", "TaskProtocol", "CProcess",
                .product(name: "Logging", package: "swift-log"),
            ]),
        room(
            "RESTServer",
            imports: [
                "Worker", "ConnectConfig", "TaskProtocol", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .executableTarget(
            name: "millrace",
            dependencies: [
                "Worker", "RESTServer", "Supervisor", "ConnectConfig", "CProcess", "Daemon",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict),

        // What the daemons have in common.
        room("Daemon", imports: [.product(name: "Logging", package: "swift-log")]),

        // The embedded broker.
        room(
            "EmbeddedBroker",
            imports: [
                "KafkaProtocol", "ConnectConfig", "CProcess", "CSQLite", "CChecksum", "CCodecs",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "Logging", package: "swift-log"),
            ], settings: recordPath),
        .executableTarget(
            name: "millrace-broker",
            dependencies: [
                "EmbeddedBroker", "Daemon", "CProcess",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: strict),

        // The bundled plugins.
        .target(
            name: "FileStream", dependencies: ["MillracePlugin"], path: "Plugins/FileStream", swiftSettings: recordPath,
            linkerSettings: exportOnlyTheEntry),
        .target(
            name: "Datagen", dependencies: ["CMillrace"], path: "Plugins/Datagen",
            cSettings: [.unsafeFlags(pluginWarnings)], linkerSettings: exportOnlyTheEntry),
        .target(
            name: "Blackhole", dependencies: ["CMillrace"], path: "Plugins/Blackhole",
            cxxSettings: [.unsafeFlags(pluginWarnings)], linkerSettings: exportOnlyTheEntry),

        .target(name: "CAllocations", path: "Benchmarks/CAllocations"),
        // One Swift class of each kind but connectors, as the documentation shows them.
        .target(
            name: "SwiftSteps", dependencies: ["MillracePlugin"], path: "Tests/Programs/SwiftSteps",
            swiftSettings: recordPath, linkerSettings: exportOnlyTheEntry),

        // What a record costs: swift run -c release RecordPath
        .executableTarget(
            name: "RecordPath", dependencies: ["CAllocations", "CMillrace", "ConnectData", "Converters", "Transforms"],
            path: "Benchmarks/RecordPath",
            swiftSettings: strict),

        // Tests.
        tests("ConnectDataTests", of: ["ConnectData", "CMillrace"], resources: [.copy("Recorded")]),
        tests("JavaTextTests", of: ["JavaText"], resources: [.copy("Recorded")]),
        tests(
            "ConvertersTests", of: ["Converters", "CMillrace", "ConnectData", "ConnectConfig"],
            resources: [.copy("Recorded")]),
        tests(
            "TransformsTests", of: ["Transforms", "Converters", "CMillrace", "ConnectData", "ConnectConfig"],
            resources: [.copy("Recorded")]),
        tests(
            "PluginHostTests",
            of: ["PluginHost", "CMillrace", "ConnectConfig", "ConnectData", "TaskProtocol", "TestSupport"]),
        tests(
            "MillracePluginTests",
            of: ["MillracePlugin", "PluginHost", "CMillrace", "ConnectConfig", "ConnectData", "TaskProtocol"]),
        tests(
            "FileStreamTests", of: ["FileStream", "MillracePlugin", "PluginHost", "CMillrace", "ConnectData"],
            resources: [.copy("Recorded")]),
        .target(
            name: "TestSupport", dependencies: ["KafkaClient"], path: "Tests/TestSupport", swiftSettings: strict),
        tests("ConnectConfigTests", of: ["ConnectConfig", "JavaText"], resources: [.copy("Recorded")]),
        tests("KafkaClientTests", of: ["KafkaClient", "CRdkafka", "TestSupport"] + broker),
        tests(
            "KafkaProtocolTests",
            of: [
                "KafkaProtocol", "KafkaClient", "TestSupport", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ] + broker,
            resources: [.copy("Recorded")]),
        tests(
            "EmbeddedBrokerTests",
            of: [
                "EmbeddedBroker", "KafkaProtocol", "CChecksum", "CSQLite",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.copy("Log/Recorded"), .copy("Frozen/Samples")]),
        tests(
            "BrokerClientTests",
            of: [
                "millrace-broker", "KafkaProtocol", "TestSupport", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        tests(
            "TaskRuntimeTests",
            of: [
                "millrace-task", "TaskRuntime", "Supervisor", "TaskProtocol", "TestSupport", "ConnectData", "CMillrace",
                "KafkaClient", "PluginHost", "CProcess",
            ] + broker),
        tests("EndToEndTests", of: ["millrace", "millrace-task", "KafkaClient", "TestSupport"] + broker),
        .target(
            name: "WorkerTestSupport", dependencies: ["Worker", "ConnectConfig", "Supervisor", "TaskProtocol"],
            path: "Tests/WorkerTestSupport", swiftSettings: strict),
        tests(
            "WorkerTests",
            of: [
                "Worker", "ConnectConfig", "Supervisor", "TaskProtocol", "TestSupport", "WorkerTestSupport",
                "millrace-task",
            ] + broker,
            resources: [.copy("Configuration/Recorded"), .copy("Offsets/JavaOffsets")]),
        tests(
            "RESTServerTests",
            of: [
                "RESTServer", "Worker", "Supervisor", "TestSupport", "WorkerTestSupport", "millrace-task", "FileStream",
            ],
            resources: [.copy("rest-4.3.0-standalone.json"), .copy("Recorded")]),
        tests("TaskProtocolTests", of: ["TaskProtocol"]),
        tests("SupervisorTests", of: ["Supervisor", "TaskProtocol", "CProcess", "supervisee", "SuperviseeFaults"]),
        .executableTarget(
            name: "supervisee", dependencies: ["Supervisor", "TaskProtocol", "SuperviseeFaults"],
            path: "Tests/Programs/supervisee", swiftSettings: strict),
        .target(name: "SuperviseeFaults", path: "Tests/Programs/SuperviseeFaults"),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

// `scripts/test` runs what plugin processes and the embedded broker are made of under the sanitizers. It does not build
// the daemon three times.
if isForSanitizers {
    let leftOut: Set = [
        "Worker", "WorkerTests", "WorkerTestSupport", "RESTServer", "RESTServerTests", "millrace", "millrace-broker",
        "Daemon", "BrokerClientTests", "EndToEndTests",
    ]
    package.targets.removeAll { leftOut.contains($0.name) }
    package.products.removeAll { leftOut.contains($0.name) }
}
