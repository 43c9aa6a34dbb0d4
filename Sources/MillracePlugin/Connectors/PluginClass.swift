public import ConnectConfig

/// A class that configurations name: what every kind of plugin says about itself before an instance exists.
public protocol PluginClass: SendableMetatype {
    /// The class name as configurations give it, such as `com.example.OrdersSourceConnector`. The last part of it, also
    /// without `Connector`, works too.
    static var className: String { get }

    /// The plugin's own version, such as `1.4.2`.
    static var version: String { get }

    /// What the class does, in a sentence or more.
    static var documentation: String { get }

    /// More names that configurations may use. None by default.
    static var aliases: [String] { get }

    /// What it can be configured with. The host validates against it before anything starts. Nothing by default.
    static var config: ConfigDef { get }
}

extension PluginClass {
    /// None.
    public static var aliases: [String] { [] }
    /// Nothing.
    public static var config: ConfigDef { ConfigDef() }
}
