/// The exceptions of Java that Connect's own steps throw about a record: dead letters name their classes (KIP-298), and
/// what reads dead letters may choose by them. The raw value is the name of the class.
public enum JavaException: String, Sendable {
    case config = "org.apache.kafka.common.config.ConfigException"
    case connect = "org.apache.kafka.connect.errors.ConnectException"
    case data = "org.apache.kafka.connect.errors.DataException"
    case retriable = "org.apache.kafka.connect.errors.RetriableException"
    case schemaBuilder = "org.apache.kafka.connect.errors.SchemaBuilderException"
    case classCast = "java.lang.ClassCastException"
    case illegalArgument = "java.lang.IllegalArgumentException"
    case illegalState = "java.lang.IllegalStateException"
    case indexOutOfBounds = "java.lang.IndexOutOfBoundsException"
    case nullPointer = "java.lang.NullPointerException"
    case numberFormat = "java.lang.NumberFormatException"
}

extension ConnectError.Code {
    /// What an error of the code is in Connect, unless the error says otherwise.
    var exception: JavaException {
        switch self {
        case .retriable, .notConnected: .retriable
        case .badData: .data
        case .badConfig: .config
        case .fatal: .connect
        }
    }
}
