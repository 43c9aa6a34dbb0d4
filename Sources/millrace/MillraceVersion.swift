/// Which Millrace this is.
enum MillraceVersion {
    /// The version of Millrace.
    static let own = "0.1.0"
    /// What `millrace --version` prints.
    static let text = "millrace \(own) (Kafka Connect 4.3)"
}
