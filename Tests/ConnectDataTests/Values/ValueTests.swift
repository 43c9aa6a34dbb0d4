import CMillrace
import ConnectData
import Testing

/// Values are copied, compared and hashed deeply.
@Suite struct ValueTests {
    private let make = Making()

    /// One of each kind, all different.
    private func samples() throws -> [Value] {
        let number = try make.schema(.int64)
        let one = try make.struct_([("a", number)])
        let other = try make.struct_([("b", number)])
        return [
            .null, .integer(.int8, -1), .integer(.int16, -1), .integer(.int32, -1), .int64(-1), .int64(1),
            .integer(.dateTime, -1), .float32(1.5), .float32(-0.0), .float32(0), .float64(1.5), .float64(.nan),
            .boolean(true), .boolean(false), make.string(""), make.string("a"), make.string("aa"), make.bytes([]),
            make.bytes([0x61]), make.array([]), make.array([.null]), make.array([.int64(1), .int64(2)]),
            make.array([.int64(2), .int64(1)]), make.array([make.array([make.string("deep")])]), make.map([]),
            make.map([(make.string("a"), .int64(1))]), make.map([(make.string("a"), .int64(2))]),
            make.map([(.int64(1), make.string("a"))]), make.map([(.null, .null)]),
            make.map([(make.array([.int64(1)]), make.map([(.null, make.bytes([9]))]))]),
            make.structure(one, [.int64(1)]), make.structure(one, [.null]), make.structure(other, [.int64(1)]),
            make.structure(try make.struct_([]), []), make.decimal(scale: 2, [1]), make.decimal(scale: 3, [1]),
            make.decimal(scale: 2, [1, 0]),
        ]
    }

    @Test func aCopyEqualsItsOriginalAndSharesNoMemory() throws {
        for sample in try samples() {
            let copy = OwnedValue(copying: sample)
            #expect(copy.value.equals(sample), "\(sample)")
            #expect(hash(copy.value) == hash(sample))
            switch sample.valueType {
            case .string?, .bytes?, .array?, .map?, .structure?, .decimal?:
                #expect(copy.value.as.bytes != sample.as.bytes)
            default: break
            }
        }
    }

    @Test func onlyEqualValuesAreEqual() throws {
        let samples = try samples()
        for (left, one) in samples.enumerated() {
            for (right, other) in samples.enumerated() { #expect(one.equals(other) == (left == right)) }
        }
    }

    @Test func theOrderOfAMapDoesNotCount() {
        let entries = (0..<5).map { (make.string("k\($0)"), Value.int64($0)) }
        let (forth, back) = (make.map(entries), make.map(entries.reversed()))
        #expect(forth.equals(back) && back.equals(forth))
        #expect(hash(forth) == hash(back))
        let twice = make.map([entries[0], entries[0], entries[1]])
        let others = make.map([entries[0], entries[1], entries[2]])
        #expect(!twice.equals(others) && !others.equals(twice))
    }

    @Test func theCopySizeIsWhatACopyTakes() throws {
        for sample in try samples() {
            let memory = UnsafeMutableRawPointer.allocate(byteCount: sample.copySize + 8, alignment: 16)
            defer { memory.deallocate() }
            var cursor = memory
            _ = sample.copied(to: &cursor)
            #expect(cursor == memory + sample.copySize)
        }
    }

    private func hash(_ value: Value) -> Int {
        var hasher = Hasher()
        value.hashDeeply(into: &hasher)
        return hasher.finalize()
    }
}
