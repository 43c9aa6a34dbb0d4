internal import CRdkafka
internal import Glibc

/// What librdkafka tells of a membership only in serialised form.
enum GroupMetadata {
    /// `CGMDv2:`, the generation in the machine's byte order, then strings (rdkafka_cgrp.c).
    private static let magic: StaticString = "CGMDv2:"

    static func generation(of metadata: OpaquePointer) -> Int32? {
        var buffer: UnsafeMutableRawPointer?
        var size = 0
        if let error = rd_kafka_consumer_group_metadata_write(metadata, &buffer, &size) {
            rd_kafka_error_destroy(error)
            return nil
        }
        guard let buffer else { return nil }
        defer { rd_kafka_mem_free(nil, buffer) }
        let start = magic.utf8CodeUnitCount
        guard size >= start + 4, memcmp(buffer, magic.utf8Start, start) == 0 else { return nil }
        let generation = buffer.loadUnaligned(fromByteOffset: start, as: Int32.self)
        return generation < 0 ? nil : generation
    }
}
