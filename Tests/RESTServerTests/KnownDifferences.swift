/// How an answer of ours differs on purpose from the recorded one (docs/differences.md).
struct KnownDifference {
    var status = 200
    /// How the message begins of an answer that is an error.
    var messageStart: String?
    /// All errors of an answer where Connect's is an error itself.
    var onlyErrors: [String] = []
    /// Prefixes of keys that only we have.
    var added: [String] = []
    /// Groups that only we have.
    var groups: [String] = []
    /// Values and errors of ours that are others.
    var values: [String: (value: String?, errors: [String])] = [:]
    /// Keys that we do not show.
    var hidden: [String] = []
    /// How many errors more there are.
    var errors = 0
}

enum KnownDifferences {
    /// The difference of an answer, if there is one.
    static func of(_ answer: RecordedValidation.Answer) -> KnownDifference? {
        status(answer) ?? topicCreation(answer) ?? predicate(answer) ?? className(answer) ?? regex(answer)
            ?? cast(answer)
    }

    /// Allowed values have an order of their own.
    static func normal(_ entry: RecordedValidation.Entry) -> RecordedValidation.Entry {
        var entry = entry
        entry.value.errors = entry.value.errors.map { error in
            guard let range = error.firstRange(of: "must be one of (case insensitive): ") else { return error }
            let allowed = error[range.upperBound...].split(separator: ", ").sorted()
            return error[..<range.upperBound] + allowed.joined(separator: ", ")
        }
        return entry
    }

    /// Connect shows what variables stand for; we show the variables.
    static func withVariables(_ entry: RecordedValidation.Entry, written: String?) -> RecordedValidation.Entry {
        guard let written, written.contains("${"), entry.value.value != written else { return entry }
        var entry = entry
        if entry.value.value != nil { entry.value.value = written }
        entry.value.errors = entry.value.errors.map { $0.replacing("not-a-number", with: written) }
        return entry
    }

    /// Connect answers 500 to some configurations, with the name of a Java class before the message.
    private static func status(_ answer: RecordedValidation.Answer) -> KnownDifference? {
        guard answer.status == 500, let message = answer.message, let colon = message.firstRange(of: "Exception: ")
        else { return nil }
        let text = String(message[colon.upperBound...])
        let setting = answer.config.keys.first { $0.contains(".override.") }
        if let setting, let name = setting.firstRange(of: ".override.") {
            return KnownDifference(
                onlyErrors: [
                    text.replacing("configuration \(setting[name.upperBound...]):", with: "configuration \(setting):")
                ]
                    + (answer.policy == "All"
                        ? []
                        : [
                            "The '\(answer.policy)' policy does not allow '\(setting[name.upperBound...])' to be overridden in the "
                                + "connector configuration."
                        ]))
        }
        // Connectors are described otherwise, and a configuration is shown in its own order.
        let cuts = ["available connectors are: ", "Connector config {"].compactMap {
            text.firstRange(of: $0)?.upperBound
        }
        let end = text.contains("name=s") || text.contains("PluginDesc") ? cuts.first : nil
        return KnownDifference(status: 400, messageStart: String(text[..<(end ?? text.endIndex)]))
    }

    /// Connect looks at the groups of topics when the connector starts.
    private static func topicCreation(_ answer: RecordedValidation.Answer) -> KnownDifference? {
        guard answer.config.keys.contains(where: { $0.hasPrefix("topic.creation.") }) else { return nil }
        let aliases = (answer.config["topic.creation.groups"] ?? nil)?.split(separator: ",").map(String.init) ?? []
        let groups = Set(aliases + ["default"]).union(["b", ""])
        let isWrong = answer.config.keys.contains("topic.creation.g.include")
        let lacksDefault = !answer.config.keys.contains("topic.creation.default.partitions")
        return KnownDifference(
            added: groups.map { "topic.creation.\($0)." }, groups: groups.map { "Topic Creation: \($0)" },
            errors: isWrong || lacksDefault ? 2 : 0)
    }

    /// Connect lets a connector fail when it starts if it names a predicate that is not there.
    private static func predicate(_ answer: RecordedValidation.Answer) -> KnownDifference? {
        let key = "transforms.a.predicate"
        guard let name = answer.config[key] ?? nil, name != answer.config["predicates"] ?? nil else { return nil }
        let error = "Invalid value \(name) for configuration \(key): It is not in predicates"
        return KnownDifference(values: [key: (name, [error])], errors: 1)
    }

    /// Classes of Java are not there.
    private static func className(_ answer: RecordedValidation.Answer) -> KnownDifference? {
        let classes = [
            "transforms.a.type": "java.lang.String", "key.converter": "org.apache.kafka.connect.storage.Converter",
        ]
        guard let (key, name) = classes.first(where: { answer.config[$0.key] == $0.value }) else { return nil }
        let error = "Invalid value \(name) for configuration \(key): Class \(name) could not be found."
        return KnownDifference(values: [key: (nil, [error])], hidden: ["\(key).plugin.version"])
    }

    /// Of an expression that is missing, Connect tells how Java came across it.
    private static func regex(_ answer: RecordedValidation.Answer) -> KnownDifference? {
        let key = "transforms.a.regex"
        guard (answer.config["transforms.a.type"] ?? nil)?.hasSuffix("RegexRouter") == true,
            !answer.config.keys.contains(key)
        else { return nil }
        let errors = [
            "Missing required configuration \"\(key)\" which has no default value.",
            "Invalid value null for configuration regex: Invalid regex: there is none",
        ]
        return KnownDifference(values: [key: (nil, errors)])
    }

    /// Connect's message is that of a Java exception.
    private static func cast(_ answer: RecordedValidation.Answer) -> KnownDifference? {
        let key = "transforms.a.spec"
        guard let spec = answer.config[key] ?? nil,
            let type = ["b", "bool"].first(where: { spec.hasSuffix(",\($0)") || spec.hasSuffix(":\($0)") })
        else { return nil }
        return KnownDifference(values: [key: (spec, ["Invalid type found in casting spec: \(type)"])])
    }
}
