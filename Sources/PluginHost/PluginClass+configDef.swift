import CMillrace
public import ConnectConfig
import ConnectData

extension PluginClass {
    /// The definition of the class's configuration, with the plugin's own validators and recommenders: they run in this
    /// process when it is used.
    public var configDef: ConfigDef {
        do throws(ConfigError) {
            return try Self.configDef(configKeys)
        } catch {
            preconditionFailure("\(name) passed its check with a definition that is not valid: \(error)")
        }
    }

    static func configDef(_ keys: [millrace_config_key]) throws(ConfigError) -> ConfigDef {
        var definition = ConfigDef()
        for key in keys { try definition.add(ConfigDef.Key(key)) }
        return definition
    }
}

extension ConfigDef.Key {
    fileprivate init(_ key: millrace_config_key) {
        let type = ConfigDef.ValueType.allCases[Int(key.type) - 1]
        let fallback: ConfigDef.Default =
            key.has(MILLRACE_CONFIG_REQUIRED)
            ? .required : .value(key.default_value.isPresent ? .string(key.default_value.string) : .null)
        self.init(
            key.name.string, type, default: fallback, validator: .init(key, type),
            importance: [.high, .medium, .low][Int(key.statedImportance) - 1], documentation: key.documentation.string,
            group: key.group.stringIfPresent, order: Int(key.order_in_group),
            width: [.none, .short, .medium, .long][Int(key.width)], displayName: key.display_name.stringIfPresent,
            dependents: texts(key.dependents, UInt64(key.dependent_count)), recommender: .init(key),
            isInternal: key.has(MILLRACE_CONFIG_INTERNAL))
    }
}

// MARK: - Validators

extension ConfigDef.Validator {
    fileprivate init?(_ key: millrace_config_key, _ type: ConfigDef.ValueType) {
        var rules: [ConfigDef.Validator] = []
        if let range = Self.range(key, type) { rules.append(range) }
        if key.allowed != nil {
            let allowed = texts(key.allowed, key.allowed_count)
            let ignoresCase = key.has(MILLRACE_CONFIG_ANY_CASE)
            rules.append(
                type == .list ? .someOf(allowed) : ignoresCase ? .oneOf(ignoringCase: allowed) : .oneOf(allowed))
        }
        if key.has(MILLRACE_CONFIG_NON_EMPTY) { rules.append(type == .list ? .nonEmptyList : .nonEmpty) }
        if let validate = key.validate { rules.append(.plugin(validate, key.context)) }
        guard let first = rules.first else { return nil }
        let rule = rules.count == 1 ? first : .all(rules)
        // Connect's null stands for "not set": the key's default is no value, and that is allowed.
        self.init(rule.description) { key, value throws(ConfigError) in
            if value != .null { try rule.check(value, of: key) }
        }
    }

    private static func range(_ key: millrace_config_key, _ type: ConfigDef.ValueType) -> ConfigDef.Validator? {
        let hasMinimum = key.has(MILLRACE_CONFIG_HAS_MINIMUM)
        let hasMaximum = key.has(MILLRACE_CONFIG_HAS_MAXIMUM)
        guard hasMinimum || hasMaximum else { return nil }
        let minimum = key.minimum
        let maximum = key.maximum
        func show(_ limit: Double) -> String {
            type == .double ? ConfigDef.Value.double(limit).description : Int64(clamping: limit).description
        }
        let low = show(minimum)
        let high = show(maximum)
        return ConfigDef.Validator("[\(hasMinimum ? low : "..."),\(hasMaximum ? "...,\(high)" : "...")]") {
            key, value throws(ConfigError) in
            guard let number = value.double ?? value.integer.map(Double.init) else { return }
            if hasMinimum, number < minimum {
                throw ConfigError(value: value.description, key: key, reason: "Value must be at least \(low)")
            }
            if hasMaximum, number > maximum {
                throw ConfigError(value: value.description, key: key, reason: "Value must be no more than \(high)")
            }
        }
    }

    private static var nonEmptyList: Self {
        Self("non-empty list") { key, value throws(ConfigError) in
            if value.list == [] { throw ConfigError(value: "[]", key: key, reason: "List must be non-empty") }
        }
    }

    private typealias PluginValidator =
        @convention(c) (
            UnsafeRawPointer?, millrace_string, millrace_string, UnsafeMutablePointer<millrace_error>?
        ) -> millrace_status

    private static func plugin(_ validate: @escaping PluginValidator, _ context: UnsafeRawPointer?) -> Self {
        nonisolated(unsafe) let context = context  // static data of the plugin, by the ABI
        return Self("a value that the plugin's validator accepts") { key, value throws(ConfigError) in
            let memory = TextMemory()
            let name = memory.add(key)
            let text = memory.add(value.plainText ?? "")
            do throws(ConnectError) {
                try PluginErrors(className: key).check("validator") {
                    validate(context, name, text, $0)
                }
            } catch {
                throw ConfigError(value: value.description, key: key, reason: error.message)
            }
            withExtendedLifetime(memory) {}
        }
    }
}

// MARK: - Recommenders

extension ConfigDef.Recommender {
    fileprivate init?(_ key: millrace_config_key) {
        let recommend = key.recommend
        let visible = key.visible
        nonisolated(unsafe) let context = key.context  // static data of the plugin, by the ABI
        guard recommend != nil || visible != nil else { return nil }
        self.init(
            validValues: { key, values throws(ConfigError) in
                guard let recommend else { return [] }
                let memory = TextMemory()
                let name = memory.add(key)
                let config = PluginConfig(values.compactMapValues(\.plainText))
                do throws(ConnectError) {
                    let texts = try PluginTexts.collect { sink throws(ConnectError) in
                        try PluginErrors(className: key).check("recommender") {
                            recommend(context, name, config.pointer, sink, $0)
                        }
                    }
                    return withExtendedLifetime((memory, config)) { texts.map(ConfigDef.Value.string) }
                } catch {
                    throw ConfigError("The recommender of configuration \(key) failed: \(error.message)")
                }
            },
            isVisible: { key, values throws(ConfigError) in
                guard let visible else { return true }
                let memory = TextMemory()
                let config = PluginConfig(values.compactMapValues(\.plainText))
                let answer = visible(context, memory.add(key), config.pointer)
                return withExtendedLifetime((memory, config)) { answer != 0 }
            })
    }
}

// MARK: - Parts

extension ConfigDef.Value {
    /// The value as the operator wrote it, secrets included: only for the plugin that the value is meant for.
    fileprivate var plainText: String? { password?.value ?? text }
}

extension millrace_config_key {
    /// One of MILLRACE_IMPORTANCE_…: a plugin that says none means LOW.
    var statedImportance: UInt8 { importance == 0 ? UInt8(MILLRACE_IMPORTANCE_LOW) : UInt8(importance) }

    fileprivate func has(_ flag: Int) -> Bool { flags & UInt32(flag) != 0 }
}

extension Int64 {
    fileprivate init(clamping number: Double) {
        self = Int64(exactly: number.rounded()) ?? (number < 0 ? .min : .max)
    }
}

private func texts(_ pointer: UnsafePointer<millrace_string>?, _ count: UInt64) -> [String] {
    UnsafeBufferPointer(start: pointer, count: pointer == nil ? 0 : Int(count)).map(\.string)
}
