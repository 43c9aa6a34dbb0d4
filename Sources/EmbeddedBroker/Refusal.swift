internal import KafkaProtocol

/// Why a request, or a part of it, is not served.
struct Refusal: Error, Equatable {
    /// The code that Kafka gives.
    let code: ErrorCode
    /// For people, where a code alone does not say enough.
    let message: String?

    init(_ code: ErrorCode, _ message: String? = nil) {
        self.code = code
        self.message = message
    }
}
