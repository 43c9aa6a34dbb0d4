extension Translation {
    mutating func producer() throws(ClientPropertyError) {
        if let bytes = number("buffer.memory") {
            set("queue.buffering.max.kbytes", (bytes + 1023) / 1024, within: 1...2_147_483_647, from: "buffer.memory")
        }
        if let milliseconds = number("max.block.ms") {
            result.handled.maxBlockMilliseconds = milliseconds == Int64.max ? nil : milliseconds
        }
        if let retries = self["retries"] { result.set("retries", retries) }
        compressionLevel()
        try partitioner()
        try deliveryTimeout()
        try idempotence()
    }

    /// The level that belongs to the codec that is used; the others have no effect in Java either.
    private mutating func compressionLevel() {
        guard let codec = text("compression.type") else { return }
        let name = "compression.\(codec).level"
        guard let level = number(name) else { return }
        let most: [String: Int64] = ["gzip": 9, "lz4": 12, "zstd": 12]
        set("compression.level", level, within: -1...(most[codec] ?? 12), from: name)
    }

    private mutating func partitioner() throws(ClientPropertyError) {
        if isTrue("partitioner.ignore.keys") { result.set("partitioner", "random") }
        guard let name = text("partitioner.class") else { return }
        guard name == "org.apache.kafka.clients.producer.RoundRobinPartitioner" else {
            throw error(
                "partitioner.class", "Java classes cannot be loaded; leave it out for Java's default partitioner")
        }
        warn("partitioner.class", "is replaced by librdkafka's random partitioner, which spreads as evenly")
        result.set("partitioner", "random")
    }

    /// As in Java, the time to deliver includes the wait for a batch and one request.
    private mutating func deliveryTimeout() throws(ClientPropertyError) {
        guard let timeout = number("delivery.timeout.ms") else { return }
        let least = (number("linger.ms") ?? 5) + (number("request.timeout.ms") ?? 30_000)
        guard timeout >= least else {
            throw error("delivery.timeout.ms", "must be at least linger.ms + request.timeout.ms, which is \(least)")
        }
        result.set("message.timeout.ms", timeout == Int64(Int32.max) ? "0" : String(timeout))
    }

    /// ProducerConfig's own rules: what contradicts idempotence turns it off unless it was asked for.
    private mutating func idempotence() throws(ClientPropertyError) {
        let wanted = self["enable.idempotence"]?.lowercased()
        let isTransactional = text("transactional.id") != nil
        if isTransactional, wanted == "false" {
            throw error("enable.idempotence", "must be true where transactional.id is set")
        }
        if let conflict = idempotenceConflict() {
            guard wanted != "true", !isTransactional else {
                throw error(conflict.name, "must be \(conflict.allowed) for an idempotent producer")
            }
            if wanted == nil {
                warn(conflict.name, "turns idempotence off, as in Java: a retry may duplicate or reorder")
            }
            result.set("enable.idempotence", "false")
        } else if let wanted {
            result.set("enable.idempotence", wanted)
        }
    }

    private func idempotenceConflict() -> (name: String, allowed: String)? {
        if let acks = self["acks"], acks != "all", acks != "-1" { return ("acks", "all") }
        if number("retries") == 0 { return ("retries", "greater than 0") }
        let inFlight = "max.in.flight.requests.per.connection"
        if let most = number(inFlight), most > 5 { return (inFlight, "at most 5") }
        return nil
    }
}
