import CMillrace
import ConnectConfig
import ConnectData
import Transforms

/// A function of a shared library, and where its arguments come from: what the transformation and the predicate share.
final class ForeignFunction {
    /// What a call came to.
    enum Outcome {
        case called
        /// An argument is null, and that is no error.
        case nullArgument
    }

    let call: ForeignCall
    private let symbol: String
    private let failsOnNull: Bool
    private let replacesNull: Bool
    /// What comes from the record, and for which parameter.
    private let inputs: [(parameter: Int, argument: ForeignArgument)]
    /// Constants that are texts or bytes lie here.
    private let constants = Batch(records: 1)
    /// The schemas whose fields can be passed.
    private let checked = SchemaPlans<CheckedFields>()

    private struct CheckedFields {}

    /// Loads the library, finds the function, and checks all that can be without a record.
    init(_ config: ParsedConfig) throws(ForeignSettingError) {
        let name = config["symbol"].string ?? ""
        symbol = name
        failsOnNull = config["null.arguments"].string == "fail"
        replacesNull = config.replacesNullWithDefault
        let signature: Signature
        do throws(SignatureError) {
            signature = try Signature(config["signature"].string ?? "")
        } catch {
            throw ForeignSettingError("signature", error.description)
        }
        let arguments = try ForeignSettingError.about("arguments") { () throws(ConnectError) in
            try ForeignArgument.parse(config["arguments"].string ?? "")
        }
        let library = try ForeignSettingError.about("library") { () throws(ConnectError) in
            try ForeignLibrary(config["library"].string ?? "")
        }
        let function = try ForeignSettingError.about("symbol") { () throws(ConnectError) in
            try library.function(name)
        }
        call = try ForeignSettingError.about("signature") { () throws(ConnectError) in
            try ForeignCall(function, signature)
        }
        inputs = try Self.passConstants(of: arguments, to: call, constants)
    }

    /// Passes for good what is the same for every record; gives the arguments that are not.
    private static func passConstants(
        of arguments: [ForeignArgument], to call: ForeignCall, _ memory: Batch
    ) throws(ForeignSettingError) -> [(parameter: Int, argument: ForeignArgument)] {
        let signature = call.signature
        let parameters = signature.parameters.indices.filter { signature.parameters[$0].takesArgument }
        guard arguments.count == parameters.count else {
            throw ForeignSettingError(
                "arguments",
                "there are \(arguments.count), and the signature \(signature.text) takes \(parameters.count)")
        }
        var inputs: [(parameter: Int, argument: ForeignArgument)] = []
        for (place, (parameter, argument)) in zip(parameters, arguments).enumerated() {
            guard case .constant(let constant) = argument else {
                inputs.append((parameter, argument))
                continue
            }
            let value = memory.value(constant, for: signature.parameters[parameter])
            if let misfit = call.pass(value, for: parameter) {
                throw ForeignSettingError(
                    "arguments", "argument \(place + 1) \(explain(misfit)) by the signature \(signature.text)")
            }
        }
        return inputs
    }

    // MARK: - Calls

    /// Calls the function with what one side of a record has. Throws `.badData` for what cannot be passed.
    @inline(__always)
    func invoke(_ schema: Schema?, _ value: Value, in batch: Batch) throws(ConnectError) -> Outcome {
        if let schema { try check(schema) }
        for place in inputs.indices {
            let argument = try input(place, schema, value, in: batch)
            if argument.isNull {
                if failsOnNull { throw problem("is null", place) }
                return .nullArgument
            }
            if let misfit = call.pass(argument, for: inputs[place].parameter) {
                throw problem("\(Self.explain(misfit)): it is \(argument.javaClassName(nil))", place)
            }
        }
        call.invoke()
        return .called
    }

    /// The function's result, in the batch's memory.
    @inline(__always)
    func result(in batch: Batch) throws(ConnectError) -> Value {
        do throws(ConnectError) {
            return try call.result(in: batch)
        } catch {
            throw ConnectError(error.code, "The function \(symbol) \(error.message)")
        }
    }

    @inline(__always)
    private func input(
        _ place: Int, _ schema: Schema?, _ value: Value, in batch: Batch
    ) throws(ConnectError) -> Value {
        guard case .field(let path) = inputs[place].argument else { return value }
        if schema == nil {
            try value.requireMap("foreign function")
            return try path.value(inMap: value)
        }
        _ = try value.requireStruct("foreign function", schema: schema)
        return try path.value(inStruct: value, replacingNull: replacesNull, in: batch)
    }

    // MARK: - Checks and errors

    /// Checks once for each schema that the fields are there and that their types can be passed.
    @inline(__always)
    private func check(_ schema: Schema) throws(ConnectError) {
        _ = try checked.plan(for: schema, checkFields(schema))
    }

    @inline(never)
    private func checkFields(_ schema: Schema) throws(ConnectError) -> CheckedFields {
        for place in inputs.indices {
            var found = schema
            if case .field(let path) = inputs[place].argument {
                guard let field = try path.schema(in: schema) else { throw problem("is no field of the schema", place) }
                found = field
            }
            let isDecimal = found.isLogical(Schema.LogicalName.decimal)
            if isDecimal || !call.signature.parameters[inputs[place].parameter].takes(found.type) {
                throw problem("\(Self.explain(.type)): it is \(isDecimal ? "a Decimal" : found.type.name)", place)
            }
        }
        return CheckedFields()
    }

    @inline(never)
    private func problem(_ what: String, _ place: Int) -> ConnectError {
        let (parameter, argument) = inputs[place]
        let number = call.signature.parameters[...parameter].count { $0.takesArgument }
        let name = if case .field(let path) = argument { "field '\(path.text)'" } else { "the whole key or value" }
        return ConnectError(
            .badData,
            "Argument \(number) of the function \(symbol), \(name), \(what) (signature \(call.signature.text))")
    }

    private static func explain(_ misfit: ForeignCall.Misfit) -> String {
        switch misfit {
        case .type: "has a type that cannot be passed"
        case .range: "is a number that does not fit"
        case .embeddedNUL: "is a text with a NUL in it, where C would end it"
        }
    }
}

extension Batch {
    /// A constant as it is passed for a parameter; one with a fraction is as exact as the parameter is.
    fileprivate func value(_ constant: ForeignArgument.Constant, for parameter: Signature.Parameter) -> Value {
        switch constant {
        case .null: .null
        case .boolean(let truth): .boolean(truth)
        case .integer(let number): .int64(number)
        case .real(let number): parameter == .number(.float) ? .float32(Float(number)) : .float64(number)
        case .text(var text): .string(text.withUTF8 { copy(UnsafeRawBufferPointer($0)) })
        case .bytes(let bytes): .bytes(bytes.withUnsafeBytes { copy($0) })
        }
    }
}

extension Signature.Parameter {
    /// Whether a value of the type may be passed.
    fileprivate func takes(_ type: ValueType) -> Bool {
        switch self {
        case .number(let number): number.takes(type)
        case .string: type == .string
        case .bytes: type == .bytes || type == .string
        case .buffer: false
        }
    }
}
