import MillracePlugin

/// Fails at the third record, in the way that its setting names.
final class Unsteady: Transformation {
    static let className = "com.example.Unsteady"
    static let version = "1.0"
    static let documentation = "Fails at the third record."
    static let config = ConfigDef([
        .init(
            "how", .string, importance: .high, documentation: "retriable (twice), badData, notConnected, other or trap."
        )
    ])
    private var how = ""
    private var records = 0
    private var attempts = 0

    init() {}

    func configure(_ properties: [String: String]) throws { how = try Self.config.parse(properties).string("how") }

    func apply(_ record: inout Record, memory: RecordMemory) throws {
        if records == 2 {
            attempts += 1
            try fail()
        }
        records += 1
    }

    private func fail() throws {
        struct Surprise: Error {}
        switch how {
        case "retriable": if attempts < 3 { throw ConnectError(.retriable, "attempt \(attempts)") }
        case "badData": if attempts < 2 { throw ConnectError(.badData, "the third record") }
        case "notConnected": throw ConnectError(.notConnected, "nobody answers")
        case "trap": fatalError("this should not happen")
        default: if attempts < 2 { throw Surprise() }
        }
    }
}
