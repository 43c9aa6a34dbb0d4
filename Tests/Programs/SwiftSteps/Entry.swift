public import MillracePlugin

/// The entry of this plugin.
@c @implementation
public func millrace_plugin_entry() -> UnsafePointer<millrace_plugin>? {
    Plugin.export(Prefix.self, TopicEndsWith.self, Backwards.self, Echo.self, Unsteady.self)
}
