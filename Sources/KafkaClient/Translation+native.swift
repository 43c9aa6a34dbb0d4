internal import CRdkafka

extension Translation {
    /// librdkafka's own properties that would take the client out of this library's hands.
    private static let kept: [String: String] = [
        "enable.auto.offset.store": "offsets are stored by nobody, and committed when the sink is done",
        "auto.commit.enable": "offsets are committed when the sink is done",
        "enabled_events": "it belongs to Millrace", "log.queue": "it belongs to Millrace",
        "log_cb": "it is no setting", "plugin.library.paths": "librdkafka's plugins are not loaded",
        "sasl.oauthbearer.method": ClientPropertyTable.noTokenFetch, "group.protocol.type": "it belongs to Millrace",
        "offset.store.method": "offsets are stored in Kafka", "delivery.report.only.error": "every report is needed",
        "internal.termination.signal": "it belongs to Millrace",
    ]

    /// What is not in the table: librdkafka's own properties pass, others get a warning.
    mutating func passNative() throws(ClientPropertyError) {
        guard let scratch = rd_kafka_conf_new() else { return }
        defer { rd_kafka_conf_destroy(scratch) }
        for (name, value) in java.sorted(by: { $0.key < $1.key }) {
            if let entry = ClientPropertyTable.byName[name], entry.kinds.contains(kind) { continue }
            if let reason = Self.kept[name] { throw ClientPropertyError(name, value, "it cannot be set: \(reason)") }
            // The providers' own settings belong to the worker.
            if name.hasPrefix("config.providers.") { continue }
            var text = [CChar](repeating: 0, count: 512)
            switch rd_kafka_conf_set(scratch, name, value, &text, text.count) {
            case RD_KAFKA_CONF_OK:
                result.set(name, value)
            case RD_KAFKA_CONF_UNKNOWN:
                warn(name, "is unknown and has no effect")
            default:
                throw ClientPropertyError(
                    name, Self.isSecret(name) ? nil : value, Self.allowed(name, ClientHandle.text(text)))
            }
        }
    }

    private static func isSecret(_ native: String) -> Bool {
        ["password", "secret", ".pem", "oauthbearer.config"].contains { native.contains($0) }
    }

    /// librdkafka's reason, unless it could repeat a secret.
    private static func allowed(_ name: String, _ reason: String) -> String {
        isSecret(name) ? "librdkafka refuses it" : reason
    }
}
