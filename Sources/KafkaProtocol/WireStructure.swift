/// A part of a message: it names its fields once, for both directions.
///
/// Messages and their fields have the names that Kafka's schemas give them. Client and broker use the same types: each
/// reads what the other writes. Tagged fields are skipped when they are read, and not written.
package protocol WireStructure: Sendable, Equatable {
    /// With the defaults that stand for fields that a version lacks.
    init()
    /// Reads or writes the fields that the coder's version has, in their order.
    mutating func code(with coder: inout WireCoder) throws(WireError)
}

extension WireStructure {
    /// Reads what is left of a message, to its end.
    package init(reading coder: WireCoder) throws(WireError) {
        var coder = coder
        self.init()
        try code(with: &coder)
        try coder.end()
    }

    /// Writes the fields that the coder's version has.
    package func write(with coder: inout WireCoder) throws(WireError) {
        var copy = self
        try copy.code(with: &coder)
    }
}
