/// What a plugin did wrong, as a status or a request's answer shows it: a message of its own, the trace of its process,
/// or a deadline that it missed.
struct PluginFailure: Error, CustomStringConvertible {
    let description: String
}
