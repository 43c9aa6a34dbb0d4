import Foundation
import NIOCore

@testable import KafkaProtocol

/// One row of the table that `Tests/Oracle/record-protocol.sh` recorded from Apache Kafka: a request or a response with
/// random fields.
struct RecordedMessage: Decodable, Sendable {
    /// Such as `ProduceRequest`.
    let message: String
    let version: Int16
    /// With tagged fields, which are skipped here.
    let tagged: Bool?
    private let header: Data
    private let body: Data
    private let fields: [String: RecordedField]

    /// All fields, by their names in Kafka's schemas.
    var description: RecordedField { .structure(fields) }
    /// The bytes that Kafka wrote.
    var bytes: ByteBuffer { ByteBuffer(bytes: header + body) }
    /// Where the body begins in them.
    var bodyIndex: Int { header.count }
}

extension RecordedMessage {
    static let all: [RecordedMessage] = rows(of: "messages")

    /// The rows of a table of this test target.
    static func rows<Row: Decodable>(of table: String) -> [Row] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded/\(table).jsonl")
        guard let content = try? Data(contentsOf: file) else { return [] }
        let decoder = JSONDecoder()
        return content.split(separator: UInt8(ascii: "\n")).compactMap { try? decoder.decode(Row.self, from: $0) }
    }
}

extension RecordedMessage {
    /// Reads a whole message, as a broker or a client does.
    func read(_ bytes: ByteBuffer) throws -> any WireStructure {
        let (request, response) = try types
        let expected = try requestHeader
        if message.hasSuffix("Request") {
            let (header, body) = try RequestHeader.read(from: bytes)
            guard header == expected else { throw OtherHeader() }
            return try request.init(reading: body)
        }
        let (header, body) = try ResponseHeader.read(from: bytes, answering: expected)
        guard header.correlationId == expected.correlationId else { throw OtherHeader() }
        return try response.init(reading: body)
    }

    /// Writes it again.
    func write(_ body: any WireStructure) throws -> ByteBuffer {
        let header = try requestHeader
        var coder = message.hasSuffix("Request") ? try header.write() : try ResponseHeader.write(answering: header)
        try body.write(with: &coder)
        return coder.buffer
    }

    private var requestHeader: RequestHeader {
        get throws {
            var header = RequestHeader()
            header.requestApiKey = try types.request.key
            header.requestApiVersion = version
            header.correlationId = 7
            header.clientId = "client"
            return header
        }
    }

    private struct OtherHeader: Error {}
    private struct UnknownMessage: Error {}
}

extension RecordedMessage {
    private typealias Types = (request: any WireRequest.Type, response: any WireStructure.Type)

    private var types: Types {
        get throws {
            guard let types = Self.types[message] else { throw UnknownMessage() }
            return types
        }
    }

    /// By the names of both.
    private static let types = Dictionary(
        uniqueKeysWithValues: APIKey.requestTypes.flatMap { request -> [(String, Types)] in
            let types: Types = (request, response(to: request))
            return [("\(request.key)Request", types), ("\(request.key)Response", types)]
        })

    private static func response<Request: WireRequest>(to request: Request.Type) -> any WireStructure.Type {
        Request.Response.self
    }
}
