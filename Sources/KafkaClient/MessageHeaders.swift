internal import CRdkafka

/// The headers of one message to be sent: a list in librdkafka's memory.
///
/// A send that ends with `.queued` takes the list over; otherwise it stays the caller's, who sends it again or calls
/// `destroy()`. It is not counted: copying the struct does not copy the list.
public struct MessageHeaders {
    let pointer: OpaquePointer

    /// An empty list with room for `capacity` headers.
    public init(capacity: Int = 4) {
        pointer = rd_kafka_headers_new(capacity)
    }

    /// Appends a header; name and value are copied. A nil value is a null header, which is not an empty one.
    public func append(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer?) {
        // A name of no bytes has no address, and a length of 0 is an empty name.
        let text = name.baseAddress?.assumingMemoryBound(to: CChar.self)
        if let text {
            append(text, name.count, value)
        } else {
            var empty: CChar = 0
            append(&empty, 0, value)
        }
    }

    /// Frees a list that was not sent.
    public func destroy() {
        rd_kafka_headers_destroy(pointer)
    }

    private func append(_ name: UnsafePointer<CChar>, _ length: Int, _ value: UnsafeRawBufferPointer?) {
        guard let value else {
            rd_kafka_header_add(pointer, name, length, nil, 0)
            return
        }
        if let start = value.baseAddress {
            rd_kafka_header_add(pointer, name, length, start, value.count)
        } else {
            // An empty value needs an address to differ from null.
            rd_kafka_header_add(pointer, name, length, name, 0)
        }
    }
}
