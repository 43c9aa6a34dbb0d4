internal import ConnectConfig
internal import Glibc

extension WorkerConfig {
    /// How others reach this worker and how statuses name it: `host:port`, from `rest.advertised.*` or else the first
    /// listener.
    ///
    /// - Parameter ports: the ports of the listeners, which the system may have chosen.
    public func advertisedAddress(ports: [Int]) -> String {
        let host = values["rest.advertised.host.name"].string ?? listeners.first?.host ?? WorkerConfig.hostName
        let port = values["rest.advertised.port"].integer ?? ports.first ?? listeners.first?.port ?? 8083
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
