import ConnectConfig
import ConnectData
import JavaText

extension ConfigDef.Validator {
    /// A pattern of Java's SimpleDateFormat.
    static let simpleDateFormat = ConfigDef.Validator("valid SimpleDateFormat") { key, value throws(ConfigError) in
        guard let pattern = value.string else { return }
        do {
            _ = try SimpleDateFormat(pattern)
        } catch {
            throw ConfigError(value: pattern, key: key, reason: "\(error)")
        }
    }
}

extension SimpleDateFormat {
    /// The format in a setting. Throws `.badConfig` that names the setting if it is none.
    init(_ config: ParsedConfig, _ key: String) throws(ConnectError) {
        let pattern = config[key].string ?? ""
        do {
            try self.init(pattern)
        } catch {
            throw ConnectError(.badConfig, "Invalid value \(pattern) for configuration \(key): \(error)")
        }
    }
}

extension OutputBuffer {
    /// Replaces what the buffer holds with an instant's text.
    mutating func write(_ milliseconds: Int64, as format: SimpleDateFormat) {
        truncate()
        commit(format.format(milliseconds, into: reserve(format.maximumLength)))
    }
}
