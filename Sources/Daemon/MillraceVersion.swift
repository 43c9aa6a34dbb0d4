/// Which Millrace this is.
public enum MillraceVersion {
    /// The version of Millrace.
    public static let own = "0.1.0"
    /// What `--version` prints.
    public static func text(of program: String) -> String { "\(program) \(own) (Kafka Connect 4.3)" }
}
