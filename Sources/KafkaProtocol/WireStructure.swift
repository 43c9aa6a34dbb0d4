/// A part of a message: it names its fields once, for both directions.
public protocol WireStructure: Sendable, Equatable {
    /// With the defaults that stand for fields that a version lacks.
    init()
    /// Reads or writes the fields that the coder's version has, in their order.
    mutating func code(with coder: inout WireCoder) throws(WireError)
}
