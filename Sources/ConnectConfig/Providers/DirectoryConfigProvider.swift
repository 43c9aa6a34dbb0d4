import Glibc

/// Kafka's `DirectoryConfigProvider`: `${dir:/run/secrets:password}` is the content of the file `/run/secrets/password`,
/// as it is.
struct DirectoryConfigProvider: ConfigProvider {
    let allowed: AllowedPaths
    let warn: BuiltinConfigProviders.Warning

    func get(path: String, keys: Set<String>) async throws(ConfigError) -> ConfigData {
        guard !path.isEmpty else { return ConfigData() }
        guard let directory = try allowed.check(path) else {
            warn("The path \(path) is not allowed to be accessed")
            return ConfigData()
        }
        guard Self.mode(of: directory) == S_IFDIR else {
            warn("The path \(path) is not a directory")
            return ConfigData()
        }
        var values: [String: String] = [:]
        // A key is the name of a file in the directory, so it leads nowhere else.
        for key in keys where !key.isEmpty && !key.utf8.contains(0) && !key.utf8.contains(UInt8(ascii: "/")) {
            let file = "\(directory)/\(key)"
            guard Self.mode(of: file) == S_IFREG else { continue }
            do {
                values[key] = try FileContents.readText(file)
            } catch {
                throw ConfigError("Could not read file \(file) for property \(key): \(error)")
            }
        }
        return ConfigData(values)
    }

    private static func mode(of path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }
}
