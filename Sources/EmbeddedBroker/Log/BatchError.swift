import KafkaProtocol

/// Why a batch cannot be taken, or not be read.
struct BatchError: Error, Equatable, CustomStringConvertible {
    /// What the producer is answered.
    let code: ErrorCode
    /// What is wrong, for the answer's error message.
    let description: String
    /// The record that is at fault, counted from 0, if one is.
    var recordIndex: Int32?

    init(_ code: ErrorCode, _ description: String, recordIndex: Int32? = nil) {
        self.code = code
        self.description = description
        self.recordIndex = recordIndex
    }
}
