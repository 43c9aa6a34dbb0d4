internal import ConnectConfig
internal import KafkaClient

/// A cluster as an operator names it on a command line: its servers, and a file of the Java client's properties.
public struct NamedCluster: Sendable {
    /// The directory of `embedded:///DIR`, or nil for a cluster.
    public let embeddedBroker: String?
    let servers: String
    private let file: String?
    private let settings: [String: String]

    /// Reads the file.
    ///
    /// - Parameters:
    ///   - servers: `host:port,...` or `embedded:///DIR`.
    ///   - configFile: client properties such as `security.protocol`; what they say of `bootstrap.servers` does not count.
    public init(servers: String, configFile: String?) throws(InvalidConfiguration) {
        self.servers = servers
        file = configFile
        do throws(ConfigError) {
            embeddedBroker = try BootstrapServers.embeddedDirectory(servers.split(separator: ",").map(String.init))
            let content = try configFile.map(FileContents.read) ?? []
            do throws(JavaProperties.SyntaxError) {
                settings = try JavaProperties(parsing: content).dictionary
            } catch {
                throw ConfigError("\(configFile ?? ""): \(error)")
            }
        } catch {
            throw InvalidConfiguration(["\(error)"])
        }
    }

    private init(servers: String, of other: NamedCluster) {
        self.servers = servers
        embeddedBroker = nil
        (file, settings) = (other.file, other.settings)
    }

    /// The same, with an embedded broker where it was found.
    public func connected(to address: String) -> NamedCluster { NamedCluster(servers: address, of: self) }

    /// The properties of one kind of client.
    ///
    /// - Parameters:
    ///   - defaults: count where the file is silent.
    ///   - decided: count whatever the file says; nil takes a property away.
    func properties(
        for kind: ClientKind, defaults: [String: String] = [:], decided: [String: String?] = [:]
    ) throws(InvalidConfiguration) -> TranslatedProperties {
        var all = defaults.merging(settings) { $1 }
        all["bootstrap.servers"] = servers
        for (name, value) in decided { all[name] = value }
        do throws(ClientPropertyError) {
            return try ClientProperties.translate(all, for: kind)
        } catch {
            let place = settings[error.key] == nil ? nil : file
            throw InvalidConfiguration([place.map { "\($0): \(error)" } ?? "\(error)"])
        }
    }
}
