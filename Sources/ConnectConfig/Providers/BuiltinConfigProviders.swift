/// The config providers that need no plugin, by Kafka's class names.
public enum BuiltinConfigProviders {
    /// What the worker says of a built-in class.
    public struct Descriptor: Sendable {
        /// Kafka's class name.
        public let className: String
        /// What it is for.
        public let documentation: String
        /// What it can be configured with, below `config.providers.<alias>.param.`.
        public let configDef: ConfigDef
        fileprivate let make:
            @Sendable ([String: String], @escaping Warning, NamePattern) throws(ConfigError) -> any ConfigProvider
    }

    /// Takes a sentence for the log about a place that was asked for and is not read.
    public typealias Warning = @Sendable (String) -> Void

    /// Compiles a regular expression in Java's dialect, and throws what is wrong with it. The result says whether a whole
    /// name matches, and throws if it cannot decide.
    public typealias NamePattern = (_ pattern: String) throws -> (_ name: String) throws -> Bool

    /// Every built-in class.
    public static let descriptors: [Descriptor] = [
        Descriptor(
            className: package + "DirectoryConfigProvider", documentation: "Each file of a directory is a value.",
            configDef: ConfigDef([AllowedPaths.key]),
            make: { settings, warn, _ throws(ConfigError) in
                DirectoryConfigProvider(allowed: try AllowedPaths(settings), warn: warn)
            }),
        Descriptor(
            className: package + "EnvVarConfigProvider",
            documentation: "The variables of the worker's environment are the values.",
            configDef: ConfigDef([EnvVarConfigProvider.allowlistKey]),
            make: { settings, _, names throws(ConfigError) in try EnvVarConfigProvider(settings, names: names) }),
        Descriptor(
            className: package + "FileConfigProvider",
            documentation: "The entries of a .properties file are the values.",
            configDef: ConfigDef([AllowedPaths.key]),
            make: { settings, warn, _ throws(ConfigError) in
                FileConfigProvider(allowed: try AllowedPaths(settings), warn: warn)
            }),
    ]

    private static let package = "org.apache.kafka.common.config.provider."

    /// A provider of that class; nil if there is no built-in class of that name.
    ///
    /// - Parameters:
    ///   - name: the full class name, or its last part.
    ///   - settings: the parameters, without their prefix.
    ///   - warn: called from any thread.
    ///   - names: regular expressions, for a provider that has one; not kept.
    /// - Throws: what is wrong with a parameter.
    public static func provider(
        _ name: String, _ settings: [String: String], warn: @escaping Warning, names: NamePattern
    ) throws(ConfigError) -> (any ConfigProvider)? {
        try descriptors.first { $0.className == name || $0.className == package + name }?.make(settings, warn, names)
    }
}
