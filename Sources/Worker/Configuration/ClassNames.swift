internal import ConnectConfig
internal import TaskProtocol

/// What the definition of a connector's keys says of classes: the defaults of their names and versions, and what there is
/// to choose from.
struct ClassNames: Sendable {
    struct Converter: Sendable {
        /// The worker's own converter, by its full name.
        var workers: String?
        /// Every class to choose from.
        var choices: [String] = []
        /// The versions of the class that counts if the connector names none, the newest first.
        var defaultVersions: [String] = []
        /// The versions of the class that the connector uses, the newest first.
        var versions: [String] = []
        /// Whether the class that the connector uses is there, of whatever kind.
        var isFound = false
    }

    /// The versions of the connector's class, the newest first.
    var connectorVersions: [String] = []
    /// By `key`, `value` and `header`.
    var converters: [String: Converter] = [:]

    /// Nothing is known.
    init() {}

    /// What a configuration makes of a worker's classes.
    init(_ properties: [String: String?], type: ConnectorType, worker: WorkerConfig, classes: PluginClasses) {
        let kind: PluginClasses.Kind = type == .source ? .source : .sink
        connectorVersions = classes.versions(properties["connector.class"] ?? nil, kind) ?? []
        for (part, kind) in ConnectorConfig.converterKinds {
            var converter = Converter()
            let workers = worker.values["\(part).converter"].string
            converter.workers = workers
            if let workers, case .found(let className, _, _) = classes.find(workers, kind) {
                converter.workers = className
            }
            converter.choices = classes.names(kind)
            let inherited = classes.versions(workers, kind) ?? []
            switch properties["\(part).converter"] {
            case .some(.some(let own)):
                converter.versions = classes.versions(own, kind) ?? []
                converter.isFound = classes.find(own.trimmingBlanks(), kind) != .missing
                converter.defaultVersions = converter.versions
            case .some(.none): converter.defaultVersions = inherited
            case nil:
                (converter.versions, converter.defaultVersions) = (inherited, inherited)
                converter.isFound = !inherited.isEmpty
            }
            converters[part] = converter
        }
    }
}

extension ConnectorConfig {
    /// The parts of a record that converters translate, in the order of their keys.
    static let converterKinds: [(part: String, kind: PluginClasses.Kind)] = [
        ("key", .converter), ("value", .converter), ("header", .headerConverter),
    ]
}
