public import MillracePlugin

/// Exports the two connectors.
@c @implementation
public func millrace_plugin_entry() -> UnsafePointer<millrace_plugin>? {
    Plugin.export(FileStreamSourceConnector.self, FileStreamSinkConnector.self)
}
