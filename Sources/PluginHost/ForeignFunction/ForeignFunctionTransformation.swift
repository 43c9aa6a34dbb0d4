import CMillrace
import ConnectConfig
import ConnectData
import Transforms

/// `io.millrace.transforms.ForeignFunction`: calls a C function with fields of the key or value, and keeps its result.
final class ForeignFunctionTransformation: BatchTransformation {
    static let descriptors: [BuiltinTransformations.Descriptor] = [(RecordSide.key, "$Key"), (.value, "$Value")]
        .map { side, suffix in
            BuiltinTransformations.Descriptor(
                "io.millrace.transforms.ForeignFunction" + suffix,
                "Call a function of a shared library with fields of the record and constants, and put what it returns "
                    + "into a field. A key or value that is null is passed through unmodified.",
                ForeignFunctionSettings.transformation
            ) { config throws(ConnectError) in try ForeignFunctionTransformation(config, side) }
        }

    private struct Plan {
        let result: SchemaReference
        /// Where the field is in the new struct.
        let place: Int
    }

    private let side: RecordSide
    private let function: ForeignFunction
    private let field: OwnedText?
    private let resultSchema: SchemaReference
    private let plans = SchemaPlans<Plan>()

    private init(_ config: ParsedConfig, _ side: RecordSide) throws(ConnectError) {
        self.side = side
        do throws(ForeignSettingError) { function = try ForeignFunction(config) } catch { throw error.connectError }
        field = config["result"].string.map(OwnedText.init)
        resultSchema = try SchemaReference(function.call.signature.resultType, optional: true)
    }

    func apply(to batch: Batch, from index: inout Int) throws(ConnectError) {
        let records = batch.records
        while index < records.count {
            if !records[index].isDropped {
                let (schema, value) = try apply(records[index].schema(side), records[index].value(side), in: batch)
                records[index].set(side, schema, value)
            }
            index += 1
        }
    }

    @inline(__always)
    private func apply(
        _ schema: Schema?, _ value: Value, in batch: Batch
    ) throws(ConnectError) -> (schema: Schema?, value: Value) {
        if value.isNull { return (schema, value) }
        let outcome = try function.invoke(schema, value, in: batch)
        let result = outcome == .called ? try function.result(in: batch) : .null
        guard let field else {
            if schema == nil { return (nil, result) }
            batch.hold(resultSchema.schema)
            return (resultSchema.schema, result)
        }
        guard schema != nil else {
            try value.requireMap("foreign function")
            var map = MapEditor(copying: value, extra: 1, in: batch)
            map.set(field.text, result, in: batch)
            return (nil, map.map)
        }
        return try withField(value, result, schema, in: batch)
    }

    @inline(__always)
    private func withField(
        _ value: Value, _ result: Value, _ schema: Schema?, in batch: Batch
    ) throws(ConnectError) -> (schema: Schema?, value: Value) {
        let source = try value.requireStruct("foreign function", schema: schema)
        let plan = try plans.plan(for: source, makePlan(source))
        let (schema, place) = (plan.pointee.result.schema, plan.pointee.place)
        let old = value.fields
        let count = max(old.count, place + 1)
        let made = batch.newStruct(count)
        let fields = made.fields
        if let base = old.baseAddress { fields.initialize(from: base, count: old.count) }
        (fields + place).initialize(to: result)
        return (schema, batch.structure(schema, made))
    }

    private func makePlan(_ schema: Schema) throws(ConnectError) -> Plan {
        var draft = SchemaDraft(.structure, basicsOf: schema)
        draft.isOptional = schema.isOptional
        draft.addFields(of: schema)
        let name = field?.string ?? ""
        let place = draft.fields.firstIndex { $0.name == name } ?? draft.fields.count
        if place == draft.fields.count {
            draft.fields.append((name, resultSchema))
        } else {
            draft.fields[place].schema = resultSchema
        }
        return Plan(result: try draft.intern(), place: place)
    }
}

extension Signature {
    /// The type in Connect of what a call gives.
    fileprivate var resultType: ValueType {
        switch result {
        case .number(let number): return number.valueType
        case .string: return .string
        case .length, .status, .void:
            let isText = parameters.contains { if case .buffer(true, _, _) = $0 { true } else { false } }
            return isText ? .string : .bytes
        }
    }
}
