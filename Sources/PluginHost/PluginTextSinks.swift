import CMillrace
import ConnectData

/// Takes the complaints of a connector's own validation.
final class PluginComplaints {
    private var complaints: [(String, String)] = []

    /// Runs a call that complains, and returns what it said as pairs of key and message.
    static func collect(
        _ call: (UnsafePointer<millrace_validation_sink>) throws(ConnectError) -> Void
    ) throws(ConnectError) -> [(String, String)] {
        let sink = PluginComplaints()
        var table = millrace_validation_sink(
            size: UInt32(MemoryLayout<millrace_validation_sink>.size),
            context: Unmanaged.passUnretained(sink).toOpaque(),
            add_error: { context, name, message in
                guard let context else { return }
                Unmanaged<PluginComplaints>.fromOpaque(context).takeUnretainedValue()
                    .complaints.append((name.tolerantString, message.tolerantString))
            })
        try withExtendedLifetime(sink) { () throws(ConnectError) in try call(&table) }
        return sink.complaints
    }
}

/// Takes the texts that a recommender gives.
final class PluginTexts {
    private var texts: [String] = []

    /// Runs a call that gives texts, and returns them in order.
    static func collect(
        _ call: (UnsafePointer<millrace_string_sink>) throws(ConnectError) -> Void
    ) throws(ConnectError) -> [String] {
        let sink = PluginTexts()
        var table = millrace_string_sink(
            size: UInt32(MemoryLayout<millrace_string_sink>.size), context: Unmanaged.passUnretained(sink).toOpaque(),
            add: { context, text in
                guard let context else { return }
                Unmanaged<PluginTexts>.fromOpaque(context).takeUnretainedValue().texts.append(text.tolerantString)
            })
        try withExtendedLifetime(sink) { () throws(ConnectError) in try call(&table) }
        return sink.texts
    }
}
