import MillracePlugin

/// Asks for each record to be tried again, and takes it the third time.
final class Unsteady: Transformation {
    static let className = "com.example.Unsteady"
    static let version = "1.0"
    static let documentation = "Needs three attempts for each record."
    private var attempts = 0

    init() {}

    func configure(_ properties: [String: String]) throws {}

    func apply(_ record: inout Record, memory: RecordMemory) throws {
        attempts += 1
        if attempts % 3 != 0 { throw ConnectError(.retriable, "attempt \(attempts)") }
        record.setValue(memory.string("\(attempts)"))
    }
}
