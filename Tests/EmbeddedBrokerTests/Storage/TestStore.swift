import Foundation
import KafkaProtocol
import NIOCore
import Testing

@testable import EmbeddedBroker

/// A directory of its own, removed at the end.
func withDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = NSTemporaryDirectory() + "broker-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

/// A new store in a directory of its own.
func withStore<Result>(_ body: (BrokerStore) throws -> Result) throws -> Result {
    try withDirectory { path in
        try body(BrokerStore(in: BrokerDirectory(path)))
    }
}

/// Runs a program to its end and returns what it wrote.
func output(of program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
}

extension BrokerStore {
    /// A committed topic with one partition, and its partition's id.
    func makePartition(_ topic: String = "orders") throws -> Int64 {
        let topic = try createTopic(name: topic, uuid: .random(), createdMs: 1, partitions: 1, configs: [:])
        try commit()
        return topic.partitions[0].id
    }

    /// A batch of so many bytes that say which one it is.
    func append(_ size: Int, to partition: Int64, offsets: ClosedRange<Int64>, timestamp: Int64 = 0) throws {
        try testBatch(size, offsets.lowerBound).withUnsafeBytes {
            try append(
                $0, partition: partition, baseOffset: offsets.lowerBound, lastOffset: offsets.upperBound,
                maxTimestamp: timestamp)
        }
    }
}

/// No two parts of it are alike.
private let pattern = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

func testBatch(_ size: Int, _ offset: Int64) -> [UInt8] {
    [UInt8](pattern[Int(offset)..<Int(offset) + size])
}

extension BatchReader {
    func read(
        _ partition: Int64, from: Int64, before: Int64 = .max, maxBytes: Int = .max, atLeastOne: Bool = false
    ) throws -> [UInt8] {
        var buffer = ByteBuffer()
        let count = try read(
            partition: partition, from: from, before: before, maxBytes: maxBytes, atLeastOne: atLeastOne, into: &buffer)
        #expect(count == buffer.readableBytes)
        return Array(buffer.readableBytesView)
    }
}
