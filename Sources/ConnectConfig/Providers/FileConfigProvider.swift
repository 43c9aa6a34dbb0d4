/// Kafka's `FileConfigProvider`: `${file:/etc/orders.properties:password}` is an entry of a `.properties` file.
struct FileConfigProvider: ConfigProvider {
    let allowed: AllowedPaths
    let warn: BuiltinConfigProviders.Warning

    func get(path: String, keys: Set<String>) async throws(ConfigError) -> ConfigData {
        guard !path.isEmpty else { return ConfigData() }
        guard let file = try allowed.check(path) else {
            warn("The path \(path) is not allowed to be accessed")
            return ConfigData()
        }
        do {
            let properties = try JavaProperties(parsing: try FileContents.readText(file).utf8)
            return ConfigData(properties.dictionary.filter { keys.contains($0.key) }.compactMapValues { $0 })
        } catch let error as JavaProperties.SyntaxError {
            throw ConfigError("Could not read properties from file \(path): line \(error.line): \(error.reason)")
        } catch {
            throw ConfigError("Could not read properties from file \(path): \(error)")
        }
    }
}
