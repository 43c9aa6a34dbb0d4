/// The type of a C function, as the setting `signature` of a foreign function writes it: `double(double, double)`.
///
///     signature = result "(" [ parameter { "," parameter } ] ")"
///     result    = number | "string" | "owned string" | "length" [ ":" number ] | "status" | "void"
///     parameter = number | "string" | "bytes" [ ":" count ] | "out" ( "string" | "bytes" ) "[" capacity "]" [ ":" count ]
///     count     = number | "&" number | "none"
///     number    = "bool" | "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64" | "float"
///               | "double" | "int" | "uint" | "long" | "ulong" | "size_t"
///
/// `docs/foreign-functions.md` says what each of them is in C.
public struct Signature: Sendable, Equatable {
    /// A number of C that one register takes.
    public enum Number: String, Sendable, CaseIterable {
        case bool, int8, int16, int32, int64, uint8, uint16, uint32, uint64, float, double
    }

    /// How the length of bytes is passed: after the pointer to them.
    public enum Count: Sendable, Equatable {
        /// As an integer of this type.
        case value(Number)
        /// As a pointer to an integer of this type, which the function replaces with the bytes that it wrote: only for
        /// a buffer.
        case reference(Number)
        /// Not at all.
        case none
    }

    /// A parameter that takes an argument, or the buffer that the function writes its result to.
    public enum Parameter: Sendable, Equatable {
        /// A number.
        case number(Number)
        /// A `const char *` to text that ends with NUL.
        case string
        /// A `const void *`, and the length.
        case bytes(Count)
        /// A pointer to `capacity` zeroed bytes, and the capacity; what is written there is the result.
        case buffer(isText: Bool, capacity: Int, Count)
    }

    /// What the function returns.
    public enum Result: Sendable, Equatable {
        /// The result itself.
        case number(Number)
        /// The result itself, as a `const char *`; one that is owned is freed with `free`.
        case string(isOwned: Bool)
        /// How many bytes of the buffer are the result; a negative one, or more than the capacity, is an error.
        case length(Number)
        /// An `int` that says whether there is a result: 0, or the number of an error.
        case status
        /// Nothing.
        case void
    }

    /// The most parameters that a signature may have.
    public static let mostParameters = 32
    /// The largest buffer, in bytes.
    public static let largestBuffer = 1 << 20

    /// What the function returns.
    public let result: Result
    /// The parameters, in order.
    public let parameters: [Parameter]
    /// The signature as it was written.
    public let text: String

    /// Reads a signature. Never traps, whatever the text is.
    ///
    /// - Throws: `SignatureError` with the place of the mistake.
    public init(_ text: String) throws(SignatureError) {
        var parser = SignatureParser(text)
        (result, parameters) = try parser.parse()
        self.text = text
        try check()
    }

    /// The parameters that arguments are passed to.
    public var argumentCount: Int { parameters.count { $0.takesArgument } }

    /// The buffer that the function writes to, if it has one.
    var hasBuffer: Bool { parameters.contains { !$0.takesArgument } }

    private func check() throws(SignatureError) {
        guard parameters.count(where: { !$0.takesArgument }) <= 1 else {
            throw SignatureError("more than one parameter is 'out'")
        }
        switch result {
        case .length, .status, .void:
            if hasBuffer { return }
            throw SignatureError("there is no result: the function neither returns a value nor has an 'out' parameter")
        case .number, .string:
            if !hasBuffer { return }
            throw SignatureError(
                "there are two results: with an 'out' parameter the function has to return 'length', 'status' or 'void'"
            )
        }
    }
}

extension Signature.Parameter {
    /// Whether it is one of those that the setting `arguments` is about.
    var takesArgument: Bool {
        if case .buffer = self { false } else { true }
    }
}

extension Signature.Number {
    /// The type of that name, C's own names for those of this platform included.
    init?(name: String) {
        switch name {
        case "int": self = .int32
        case "uint": self = .uint32
        case "long": self = .int64
        case "ulong", "size_t": self = .uint64
        default: self.init(rawValue: name)
        }
    }

    /// Whether lengths can be of the type.
    var isLength: Bool {
        switch self {
        case .int32, .int64, .uint32, .uint64: true
        case .bool, .int8, .int16, .uint8, .uint16, .float, .double: false
        }
    }
}

/// What is wrong with a signature.
public struct SignatureError: Error, Equatable, CustomStringConvertible {
    /// The mistake and its place.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
