import MillracePlugin

/// What the source and the sink have in common.
enum FileConfig {
    /// The version of Connect's own connectors that these stand in for: whoever asks for that version gets them.
    static let version = "4.3.0"

    static let fileKey = "file"

    /// The configured file; nil for the standard stream, which an empty name means too.
    static func path(_ config: ParsedConfig) -> String? {
        config[fileKey].string.flatMap { $0.isEmpty ? nil : $0 }
    }
}
