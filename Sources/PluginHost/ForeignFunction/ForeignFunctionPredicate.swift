import CMillrace
import ConnectConfig
import ConnectData
import Transforms

/// `io.millrace.transforms.predicates.ForeignFunction`: whether a C function's result is what C takes for true.
final class ForeignFunctionPredicate: BatchPredicate {
    static let descriptors: [BuiltinPredicates.Descriptor] = [(RecordSide.key, "$Key"), (.value, "$Value")]
        .map { side, suffix in
            BuiltinPredicates.Descriptor(
                "io.millrace.transforms.predicates.ForeignFunction" + suffix,
                "A predicate which is true for records for which a function of a shared library returns what is true in "
                    + "C: a number other than 0, or a pointer other than null. It is false where the key or value is "
                    + "null.",
                ForeignFunctionSettings.predicate
            ) { config throws(ConnectError) in try ForeignFunctionPredicate(config, side) }
        }

    private let function: ForeignFunction
    private let side: RecordSide

    private init(_ config: ParsedConfig, _ side: RecordSide) throws(ConnectError) {
        do throws(ForeignSettingError) { function = try Self.function(config) } catch { throw error.connectError }
        self.side = side
    }

    /// A function that returns what may be true.
    static func function(_ config: ParsedConfig) throws(ForeignSettingError) -> ForeignFunction {
        let function = try ForeignFunction(config)
        switch function.call.signature.result {
        case .number, .string: return function
        case .length, .status, .void:
            throw ForeignSettingError("signature", "A predicate needs a function that returns a number or a string")
        }
    }

    func test(_ batch: Batch, from index: inout Int, results: UnsafeMutablePointer<Bool>) throws(ConnectError) {
        let records = batch.records
        while index < records.count {
            if !records[index].isDropped {
                let value = records[index].value(side)
                results[index] = try test(records[index].schema(side), value, in: batch)
            }
            index += 1
        }
    }

    private func test(_ schema: Schema?, _ value: Value, in batch: Batch) throws(ConnectError) -> Bool {
        if value.isNull { return false }
        return try function.invoke(schema, value, in: batch) == .called && function.call.isTrue
    }
}
