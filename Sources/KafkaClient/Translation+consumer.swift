internal import ConnectConfig

extension Translation {
    mutating func consumer() throws(ClientPropertyError) {
        if let most = number("max.poll.records") { result.handled.maxPollRecords = Int(most) }
        if let excludes = self["exclude.internal.topics"] {
            result.handled.excludesInternalTopics = excludes.lowercased() == "true"
        }
        try offsetReset()
        try assignors()
        try pollInterval()
        fetchSize()
    }

    private mutating func offsetReset() throws(ClientPropertyError) {
        guard let value = self["auto.offset.reset"] else { return }
        switch value {
        case "earliest", "latest":
            result.set("auto.offset.reset", value)
        case "none":
            result.set("auto.offset.reset", "error")
        default:
            let isDuration = value.hasPrefix("by_duration:")
            throw error(
                "auto.offset.reset",
                isDuration
                    ? "librdkafka 2.0.2 cannot; use earliest, latest or none" : "must be earliest, latest or none")
        }
    }

    private mutating func assignors() throws(ClientPropertyError) {
        let name = "partition.assignment.strategy"
        guard let value = text(name) else { return }
        var eager: [String] = []
        var cooperative: [String] = []
        for item in value.split(separator: ",").map({ String($0).javaTrimmed }) {
            switch item.split(separator: ".").last.map(String.init) {
            case "RangeAssignor", "range": eager.append("range")
            case "RoundRobinAssignor", "roundrobin": eager.append("roundrobin")
            case "CooperativeStickyAssignor", "cooperative-sticky": cooperative.append("cooperative-sticky")
            default:
                throw error(name, "\(item) is not one of RangeAssignor, RoundRobinAssignor, CooperativeStickyAssignor")
            }
        }
        if !eager.isEmpty, !cooperative.isEmpty {
            warn(
                name,
                "mixes eager and cooperative assignors, which librdkafka cannot; \(eager.joined(separator: ", ")) is used"
            )
        }
        result.set(name, (eager.isEmpty ? cooperative : eager).joined(separator: ","))
    }

    /// librdkafka counts the poll interval as a part of the session.
    private mutating func pollInterval() throws(ClientPropertyError) {
        let name = "max.poll.interval.ms"
        let interval = number(name) ?? 300_000
        let session = number("session.timeout.ms") ?? 45_000
        if number(name) != nil { set(name, interval, within: 1...86_400_000, from: name) }
        guard interval < session else { return }
        let written = number(name) != nil ? name : "session.timeout.ms"
        throw error(written, "max.poll.interval.ms (\(interval)) must be at least session.timeout.ms (\(session))")
    }

    /// One response has to hold what one fetch may bring, and both at least one message of `message.max.bytes`.
    private mutating func fetchSize() {
        let name = "fetch.max.bytes"
        guard let bytes = number(name) else { return }
        let message = java["message.max.bytes"].flatMap { Int64($0) } ?? 1_000_000
        set(name, bytes, within: message...2_147_483_135, from: name)
        if bytes > 99_999_488, java["receive.message.max.bytes"] == nil {
            result.set("receive.message.max.bytes", String(min(bytes, 2_147_483_135) + 512))
        }
    }
}
