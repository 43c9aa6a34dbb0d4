internal import CRdkafka
internal import Glibc

/// Makes a `rd_kafka_conf_t` of translated properties.
enum ClientConfiguration {
    static func make(_ properties: TranslatedProperties) throws(KafkaError) -> OpaquePointer {
        guard let configuration = rd_kafka_conf_new() else {
            throw KafkaError(RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE)
        }
        do {
            if let store = properties.handled.trustStore { try trust(store, configuration) }
            if properties.kind == .consumer { refetchSoon(configuration) }
            for (name, value) in properties.librdkafka { try set(name, value, configuration) }
            try set("log.queue", "true", configuration)
        } catch {
            rd_kafka_conf_destroy(configuration)
            throw error
        }
        if properties.handled.tokenFile != nil {
            rd_kafka_conf_enable_sasl_queue(configuration, 1)
            rd_kafka_conf_set_oauthbearer_token_refresh_cb(configuration, tokenFileCallback)
        }
        return configuration
    }

    private static func set(
        _ name: String, _ value: String, _ configuration: OpaquePointer
    ) throws(KafkaError) {
        if rd_kafka_conf_set(configuration, name, value, nil, 0) == RD_KAFKA_CONF_OK { return }
        // librdkafka's own text would repeat the value, which may be a secret.
        throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, "librdkafka refuses the value of \(name)")
    }

    /// Later versions of librdkafka leave a partition alone for a second when its queue is full, and have a property for
    /// it, which an older one does not know: there `FetchWaker` does what is needed.
    private static func refetchSoon(_ configuration: OpaquePointer) {
        rd_kafka_conf_set(configuration, "fetch.queue.backoff.ms", "10", nil, 0)
    }

    /// Trusts the certificates of a PKCS#12 file. librdkafka opens it with the password of the private key, which is
    /// set for that long.
    private static func trust(_ store: PKCS12Store, _ configuration: OpaquePointer) throws(KafkaError) {
        guard let bytes = contents(of: store.path) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__SSL, "the trust store \(store.path) cannot be read")
        }
        try set("ssl.key.password", store.password, configuration)
        var reason = [CChar](repeating: 0, count: 512)
        let outcome = rd_kafka_conf_set_ssl_cert(
            configuration, RD_KAFKA_CERT_CA, RD_KAFKA_CERT_ENC_PKCS12, bytes, bytes.count, &reason, reason.count)
        rd_kafka_conf_set(configuration, "ssl.key.password", nil, nil, 0)
        if outcome == RD_KAFKA_CONF_OK { return }
        throw KafkaError(
            RD_KAFKA_RESP_ERR__SSL,
            "the trust store \(store.path) cannot be used, is ssl.truststore.password right? \(ClientHandle.text(reason))"
        )
    }
}

/// A file's bytes, or nil if it cannot be read.
func contents(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "rbe") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while true {
        let count = fread(&chunk, 1, chunk.count, file)
        bytes.append(contentsOf: chunk[..<count])
        if count < chunk.count { return ferror(file) == 0 ? bytes : nil }
    }
}
