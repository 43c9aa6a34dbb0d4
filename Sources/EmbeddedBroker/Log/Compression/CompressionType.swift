/// How the records of a batch are compressed: the lowest three bits of its attributes.
enum CompressionType: UInt8, CaseIterable, Sendable {
    case none
    case gzip
    case snappy
    case lz4
    case zstd
}
