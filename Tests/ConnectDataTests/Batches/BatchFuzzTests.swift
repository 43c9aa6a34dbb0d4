import CMillrace
import Testing

@testable import ConnectData

/// Batches that a plugin might have spoiled anywhere: the check never reads what it must not, and what it accepts can
/// be read whole. AddressSanitizer runs this too.
@Suite struct BatchFuzzTests {
    private static let rounds = 2500

    @Test(arguments: 1...4)
    func spoiledBatchesAreRefusedOrCanBeRead(_ seed: UInt64) async throws {
        let refused = try await onThread { try Self.run(seed) }
        #expect(refused > Self.rounds / 10 && refused < Self.rounds)
    }

    /// The number of batches that were refused.
    private static func run(_ seed: UInt64) throws -> Int {
        var random = SplitMix(state: seed)
        let batch = try richBatch()
        let memory = try SpoiledMemory(batch)
        var refused = 0
        for _ in 0..<rounds {
            for _ in 0...random.next(upTo: 3) { memory.spoil(&random) }
            do {
                try BatchCheck.check(batch, mostValues: 1 << 16)
                batch.walk()
            } catch {
                refused += 1
            }
            memory.restore()
        }
        try BatchCheck.check(batch)
        return refused
    }

    /// Records that use all that the ABI has.
    private static func richBatch() throws -> Batch {
        let batch = Batch(records: 8)
        let make = Making(batch)
        let text = try make.schema(.string, optional: true)
        let number = try make.schema(.int32)
        let list = try make.schema(make.description(.array, optional: true, value: text))
        let map = try make.schema(make.description(.map, key: text, value: number))
        let inner = try make.struct_([("s", text), ("l", list)], optional: true)
        let outer = try make.struct_([("n", number), ("i", inner), ("m", map)], name: "outer")
        for index in 0..<8 {
            let record = batch.append()
            record.pointee.topic = make.text("topic-\(index / 4)")
            record.pointee.original_topic = record.pointee.topic
            record.pointee.key_schema = text.pointer
            record.pointee.key = make.string("k\u{20AC}y")
            let names = make.array([make.string("a"), .null, make.string("\u{1F600}")])
            let numbers = make.map([(make.string("x"), .integer(.int32, 1)), (.null, .integer(.int32, 2))])
            if index % 2 == 0 {
                let fields = [make.string("s"), names]
                record.pointee.value_schema = outer.pointer
                record.pointee.value = make.structure(
                    outer, [.integer(.int32, 5), make.structure(inner, fields), numbers])
            } else {
                record.pointee.value = make.array([
                    names, numbers, make.decimal(scale: 2, [1, 2, 3]), make.bytes([0xFF, 0]), .boolean(true),
                    make.structure(inner, [.null, .null]), .float64(1), .integer(.dateTime, 9), names,
                ])
            }
            let headers = batch.allocate(2, of: Header.self)
            headers.initialize(to: Header(name: make.text("h"), schema: number.pointer, value: .integer(.int32, 1)))
            (headers + 1).initialize(to: Header(name: make.text("g"), schema: nil, value: names))
            record.pointee.headers = UnsafePointer(headers)
            record.pointee.header_count = 2
            record.pointee.source_partition = make.place(make.map([(make.string("file"), make.string("f"))]))
            record.pointee.source_offset = make.place(make.map([(make.string("position"), .int64(Int64(index)))]))
        }
        return batch
    }
}

/// What a plugin can write to: the batch's struct, its records and its memory, which are put back after each round.
private final class SpoiledMemory {
    private struct Region {
        let bytes: UnsafeMutableRawBufferPointer
        let original: [UInt8]
    }

    private let regions: [Region]

    init(_ batch: Batch) throws {
        let raw = batch.pointer.pointee
        let segment = try #require(batch.memoryRanges().first)
        let base = try #require(UnsafeMutableRawPointer(bitPattern: segment.lowerBound))
        let structSize = MemoryLayout<millrace_batch>.size
        regions = [
            UnsafeMutableRawBufferPointer(start: batch.pointer, count: structSize),
            UnsafeMutableRawBufferPointer(start: raw.records, count: batch.count * MemoryLayout<Record>.stride),
            UnsafeMutableRawBufferPointer(start: base, count: UnsafeMutableRawPointer(raw.cursor) - base),
        ].map { Region(bytes: $0, original: Array($0)) }
    }

    /// Writes a byte or a word somewhere: any, one near what was there, or one that stands elsewhere and so may well be
    /// a pointer, a schema or a tag.
    func spoil(_ random: inout SplitMix) {
        // Rarely the struct itself, which the first look of the check refuses.
        let place = random.next(upTo: 20)
        let region = regions[place == 0 ? 0 : 1 + place % 2].bytes
        if random.next(upTo: 2) == 0 {
            region[random.next(upTo: region.count)] = UInt8(truncatingIfNeeded: random.next())
            return
        }
        let word = random.next(upTo: region.count / 8) * 8
        let old = region.load(fromByteOffset: word, as: UInt64.self)
        let other = regions[1 + random.next(upTo: 2)].bytes
        let new: UInt64 =
            switch random.next(upTo: 5) {
            case 0: random.next()
            case 1: old &+ 8 &* random.next(upTo64: 64) &- 256
            case 2: old ^ 1 << random.next(upTo64: 64)
            case 3: [0, 1, .max, 1 << 31, 1 << 32, 0x7FFF_FFFF][random.next(upTo: 6)]
            default: other.load(fromByteOffset: random.next(upTo: other.count / 8) * 8, as: UInt64.self)
            }
        region.storeBytes(of: new, toByteOffset: word, as: UInt64.self)
    }

    func restore() {
        for region in regions { region.bytes.copyBytes(from: region.original) }
    }
}

extension SplitMix {
    fileprivate mutating func next(upTo limit: Int) -> Int { Int(next() % UInt64(limit)) }

    fileprivate mutating func next(upTo64 limit: UInt64) -> UInt64 { next() % limit }
}
