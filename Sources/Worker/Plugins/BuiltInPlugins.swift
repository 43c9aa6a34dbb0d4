internal import TaskProtocol

/// The classes that every task process has without a plugin.
enum BuiltInPlugins {
    /// The version of Connect whose behaviour they have.
    static let version = "4.3.0"

    static let all: [InstalledPlugin] =
        classes(
            .converter,
            ["converters.ByteArrayConverter", "json.JsonConverter", "storage.StringConverter"])
        + classes(
            .headerConverter,
            [
                "converters.ByteArrayConverter", "json.JsonConverter", "storage.SimpleHeaderConverter",
                "storage.StringConverter",
            ])

    private static func classes(_ kind: PluginDescription.Kind, _ names: [String]) -> [InstalledPlugin] {
        names.map { name in
            InstalledPlugin(
                description: PluginDescription(
                    kind: kind, className: "org.apache.kafka.connect.\(name)", version: version, documentation: "",
                    aliases: [], keys: []),
                file: nil)
        }
    }
}
