internal import KafkaProtocol

/// The answer for one of the things that a request names.
protocol RefusableAnswer {
    var errorCode: ErrorCode { get set }
    /// Says why it is not so.
    mutating func refuse(_ refusal: Refusal)
}

extension RefusableAnswer {
    mutating func refuse(_ refusal: Refusal) {
        errorCode = refusal.code
    }
}

/// One that has a text for people, too.
protocol ExplainedAnswer: RefusableAnswer {
    var errorMessage: String? { get set }
}

extension ExplainedAnswer {
    mutating func refuse(_ refusal: Refusal) {
        errorCode = refusal.code
        errorMessage = refusal.message
    }
}

extension Array where Element: RefusableAnswer {
    /// What was not refused already is refused now: none of it could be written.
    mutating func refuseRest(_ refusal: Refusal) {
        for index in indices where self[index].errorCode == .none { self[index].refuse(refusal) }
    }
}
