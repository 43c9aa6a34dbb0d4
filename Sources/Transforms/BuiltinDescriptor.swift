public import ConnectConfig
public import ConnectData

/// What the worker says of a built-in class, and how an instance is made.
public struct BuiltinDescriptor<Instance>: Sendable {
    /// The class name, with `$Key` or `$Value` where there is one class for each side.
    public let className: String
    /// What the class does, in a sentence or more.
    public let documentation: String
    /// What it can be configured with.
    public let configDef: ConfigDef

    package typealias Making = @Sendable (ParsedConfig) throws(ConnectError) -> Instance
    private let make: Making

    package init(_ className: String, _ documentation: String, _ configDef: ConfigDef, make: @escaping Making) {
        self.className = className
        self.documentation = documentation
        self.configDef = configDef
        self.make = make
    }

    /// An instance with these settings, without their prefix. Throws `.badConfig` for a wrong one.
    package func make(_ config: [String: String]) throws(ConnectError) -> Instance {
        try make(try configDef.settings(config))
    }
}

extension BuiltinDescriptor<any BatchTransformation> {
    /// The `$Key` and `$Value` classes of a transformation that works on one side of records.
    @inline(__always)
    static func sides<Operation: SideOperation>(
        _ className: String, _ documentation: String, _ configDef: ConfigDef,
        operation: @escaping @Sendable (ParsedConfig) throws(ConnectError) -> Operation
    ) -> [Self] {
        [(RecordSide.key, "$Key"), (.value, "$Value")].map { side, suffix in
            Self(className + suffix, documentation, configDef) { config throws(ConnectError) in
                SideTransformation(try operation(config), side)
            }
        }
    }
}
