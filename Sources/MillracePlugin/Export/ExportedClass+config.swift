import CMillrace
import ConnectConfig
import ConnectData

/// The functions of configuration keys.
extension ExportedClass {
    static func validate(
        _ context: UnsafeRawPointer?, _ name: millrace_string, _ value: millrace_string,
        _ error: UnsafeMutablePointer<millrace_error>?
    ) -> millrace_status {
        barrier(error) {
            guard let key = of(context).config[name.string], let validator = key.validator else { return }
            let value = try ConfigDef.Value(parsing: value.stringIfPresent, as: key.type, key: key.name)
            do throws(ConfigError) {
                try validator.check(value, of: key.name)
            } catch {
                // The host says which value of which key it is, as Kafka does for every key.
                let prefix = ConfigError(value: value.description, key: key.name, reason: "").message
                let isPrefixed = error.message.hasPrefix(prefix)
                throw ConfigError(isPrefixed ? String(error.message.dropFirst(prefix.count)) : error.message)
            }
        }
    }

    static func recommend(
        _ context: UnsafeRawPointer?, _ name: millrace_string, _ config: UnsafePointer<millrace_config>?,
        _ values: UnsafePointer<millrace_string_sink>?, _ error: UnsafeMutablePointer<millrace_error>?
    ) -> millrace_status {
        barrier(error) {
            let definition = of(context).config
            guard let recommender = definition[name.string]?.recommender, let values else { return }
            for value in try recommender.validValues(name.string, definition.readableValues(of: config)) {
                var text = value.text ?? ""
                text.withUTF8 { values.pointee.add?(values.pointee.context, Text(UnsafeRawBufferPointer($0))) }
            }
        }
    }

    static func isVisible(
        _ context: UnsafeRawPointer?, _ name: millrace_string, _ config: UnsafePointer<millrace_config>?
    ) -> Int32 {
        let definition = of(context).config
        guard let recommender = definition[name.string]?.recommender else { return 1 }
        let visible = try? recommender.isVisible(name.string, definition.readableValues(of: config))
        return visible == false ? 0 : 1
    }
}

extension ConfigDef {
    /// The values of all keys that can be read, which is what a recommender gets.
    fileprivate func readableValues(of config: UnsafePointer<millrace_config>?) -> [String: Value] {
        let results = validate(properties(config))
        return Dictionary(results.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}

/// A configuration as Swift reads it.
func properties(_ config: UnsafePointer<millrace_config>?) -> [String: String] {
    guard let config = config?.pointee else { return [:] }
    var properties: [String: String] = [:]
    for entry in UnsafeBufferPointer(start: config.entries, count: Int(config.count)) {
        properties[entry.name.string] = entry.value.string
    }
    return properties
}

/// Gives a configuration to the host, which copies it.
func add(_ properties: [String: String], to sink: UnsafePointer<millrace_config_sink>?) {
    guard let sink = sink?.pointee else { return }
    let texts = TextMemory()
    let entries = properties.sorted { $0.key < $1.key }.map {
        millrace_config_entry(name: texts.add($0.key), value: texts.add($0.value))
    }
    entries.withUnsafeBufferPointer {
        var config = millrace_config(entries: $0.baseAddress, count: UInt32($0.count))
        sink.add?(sink.context, &config)
    }
    withExtendedLifetime(texts) {}
}
