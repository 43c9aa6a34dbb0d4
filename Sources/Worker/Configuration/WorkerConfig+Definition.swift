import ConnectConfig

extension WorkerConfig {
    private typealias Key = ConfigDef.Key

    /// The keys of a standalone worker: those of Kafka Connect 4.3 with its types, defaults and rules, then our own.
    static let standaloneDefinition = ConfigDef(
        clusterKeys + converterKeys + operationKeys + metricsKeys + tlsKeys + restKeys + [
            Key(
                "offset.storage.file.filename", .string, importance: .high,
                documentation: "The file in which a standalone worker keeps the offsets of source connectors.")
        ] + TaskSupervision.workerKeys)

    private static let clusterKeys: [Key] = [
        Key(
            "bootstrap.servers", .list, validator: .uniqueElements(allowsEmpty: false), importance: .high,
            documentation:
                "Brokers to begin with, as host:port pairs, which tell of the others; or embedded:///DIR for the embedded broker of a directory."
        ),
        Key(
            "client.dns.lookup", .string, default: "use_all_dns_ips",
            validator: .oneOf(["use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"]), importance: .medium,
            documentation: "How the names of brokers are resolved."),
    ]

    private static let converterKeys: [Key] = ["key", "value", "header"].flatMap { part in
        let isHeader = part == "header"
        return [
            Key(
                "\(part).converter", .class,
                default: isHeader ? "org.apache.kafka.connect.storage.SimpleHeaderConverter" : .required,
                importance: isHeader ? .low : .high,
                documentation: "The class that translates the \(part)s of records from and to Kafka's bytes."),
            Key(
                "\(part).converter.plugin.version", .string, default: .null, importance: .low,
                documentation: "The version, or range of versions, of the \(part) converter."),
        ]
    }

    private static let operationKeys: [Key] = [
        Key(
            "task.shutdown.graceful.timeout.ms", .long, default: 5000, importance: .low,
            documentation: "How long all tasks together may take to stop before they are ended."),
        Key(
            "offset.flush.interval.ms", .long, default: 60000, importance: .low,
            documentation: "How often the offsets of tasks are committed."),
        Key(
            "offset.flush.timeout.ms", .long, default: 5000, importance: .low,
            documentation: "Read and checked; it has no effect, because tasks do not wait for commits of offsets."),
        Key(
            "plugin.path", .list, default: .null,
            validator: .uniqueElements(allowsEmpty: false, allowsNull: true), importance: .low,
            documentation: "Directories with plugins: shared objects, or directories that hold one."),
        Key(
            "plugin.discovery", .string, default: "hybrid_warn",
            validator: .oneOf(ignoringCase: ["only_scan", "service_load", "hybrid_warn", "hybrid_fail"]),
            importance: .low, documentation: "How a JVM worker finds plugins; read and not needed here."),
        Key(
            "config.providers", .list, default: [], validator: .uniqueElements(), importance: .low,
            documentation: "Aliases of the providers that replace variables in configurations."),
        Key(
            "connector.client.config.override.policy", .string, default: "All",
            validator: ClientOverridePolicy.validator, importance: .medium,
            documentation: "Which client settings connectors may override: All, None, Principal or Allowlist."),
        Key(
            "connector.client.config.override.allowlist", .list, default: [], importance: .medium,
            documentation: "The client settings that the policy Allowlist lets connectors override."),
        Key(
            "topic.creation.enable", .boolean, default: true, importance: .low,
            documentation: "Whether topics of source connectors are created as their topic.creation settings say."),
        Key(
            "topic.tracking.enable", .boolean, default: true, importance: .low,
            documentation: "Whether the topics that connectors use are tracked."),
        Key(
            "topic.tracking.allow.reset", .boolean, default: true, importance: .low,
            documentation: "Whether the tracked topics of a connector may be reset by request."),
        Key(
            "plugin.scan.timeout.ms", .long, default: 10000, validator: .atLeast(1), importance: .low,
            documentation: "How long one file in plugin.path may take to be scanned before it is given up."),
    ]

    private static let metricsKeys: [Key] = [
        Key(
            "metrics.sample.window.ms", .long, default: 30000, validator: .atLeast(0), importance: .low,
            documentation: "The length of the window over which a sample of a metric is taken."),
        Key(
            "metrics.num.samples", .int, default: 2, validator: .atLeast(1), importance: .low,
            documentation: "How many samples of a metric are kept."),
        Key(
            "metrics.recording.level", .string, default: "INFO", validator: .oneOf(["INFO", "DEBUG"]),
            importance: .low, documentation: "The most detailed level of metrics that is recorded."),
        Key(
            "metric.reporters", .list, default: ["org.apache.kafka.common.metrics.JmxReporter"],
            validator: .uniqueElements(), importance: .low,
            documentation: "Classes that report metrics in a JVM worker; read and not needed here."),
    ]

    private static let tlsKeys: [Key] =
        [
            text("ssl.protocol", "TLSv1.3", .medium, "The TLS version to offer."),
            text("ssl.provider", .null, .medium, "A JVM security provider; not used here."),
            Key(
                "ssl.cipher.suites", .list, default: [], validator: .uniqueElements(), importance: .low,
                documentation: "The cipher suites to offer; all that are supported if empty."),
            Key(
                "ssl.enabled.protocols", .list, default: ["TLSv1.2", "TLSv1.3"], validator: .uniqueElements(),
                importance: .medium, documentation: "The TLS versions that are accepted."),
            text("ssl.keystore.type", "JKS", .medium, "The format of the key store."),
            text("ssl.keystore.location", .null, .high, "The file of the key store."),
            secret("ssl.keystore.password", "The password of the key store."),
            secret("ssl.key.password", "The password of the private key."),
            secret("ssl.keystore.key", "The private key in PEM format."),
            secret("ssl.keystore.certificate.chain", "The certificate chain in PEM format."),
            secret("ssl.truststore.certificates", "The trusted certificates in PEM format."),
            text("ssl.truststore.type", "JKS", .medium, "The format of the trust store."),
            text("ssl.truststore.location", .null, .high, "The file of the trust store."),
            secret("ssl.truststore.password", "The password of the trust store."),
            text("ssl.keymanager.algorithm", "SunX509", .low, "A JVM key manager algorithm; not used here."),
            text("ssl.trustmanager.algorithm", "PKIX", .low, "A JVM trust manager algorithm; not used here."),
            text("ssl.endpoint.identification.algorithm", "https", .low, "How the name of a server is checked."),
            text("ssl.secure.random.implementation", .null, .low, "A JVM random generator; not used here."),
            Key(
                "ssl.engine.factory.class", .class, default: .null, importance: .low,
                documentation: "A JVM class that makes TLS engines; not used here."),
        ]

    private static let restKeys: [Key] = [
        Key(
            "listeners", .list, default: ["http://:8083"], validator: Listener.listValidator, importance: .low,
            documentation: "URLs on which the REST API listens. An empty host means all interfaces."),
        text("rest.advertised.host.name", .null, .low, "The host name that other workers use."),
        Key(
            "rest.advertised.port", .int, default: .null, importance: .low,
            documentation: "The port that other workers use."),
        text("rest.advertised.listener", .null, .low, "The protocol that other workers use: http or https."),
        text("access.control.allow.origin", "", .low, "Origins that browsers may call the REST API from."),
        text("access.control.allow.methods", "", .low, "Methods that browsers may call across origins."),
        Key(
            "response.http.headers.config", .string, default: "", validator: HTTPHeaderRule.validator, importance: .low,
            documentation: "Headers of REST responses, as comma-separated [action] [name]:[value] rules."),
        Key(
            "ssl.client.auth", .string, default: "none", validator: .oneOf(["required", "requested", "none"]),
            importance: .low, documentation: "Whether clients of the REST API must show a certificate."),
        Key(
            "rest.extension.classes", .list, default: [], validator: .uniqueElements(), importance: .low,
            documentation: "Extensions of the REST API in a JVM worker; not used here."),
        Key(
            "admin.listeners", .list, default: .null,
            validator: .all([.uniqueElements(allowsNull: true), Listener.urlValidator]), importance: .low,
            documentation: "URLs of the admin REST API: those of listeners if not set, none if empty."),
    ]

    private static func text(
        _ name: String, _ value: ConfigDef.Default, _ importance: ConfigDef.Importance, _ documentation: String
    ) -> Key {
        Key(name, .string, default: value, importance: importance, documentation: documentation)
    }

    private static func secret(_ name: String, _ documentation: String) -> Key {
        Key(name, .password, default: .null, importance: .high, documentation: documentation)
    }
}
