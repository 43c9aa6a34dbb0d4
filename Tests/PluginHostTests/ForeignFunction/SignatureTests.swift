import PluginHost
import Testing

@Suite struct SignatureTests {
    @Test func everyPartOfTheGrammarIsRead() throws {
        let signature = try Signature(
            "status(double, uint , bytes,bytes:uint32,\tbytes:none, string, out string[256]:&ulong)")
        #expect(signature.result == .status)
        #expect(
            signature.parameters == [
                .number(.double), .number(.uint32), .bytes(.value(.uint64)), .bytes(.value(.uint32)), .bytes(.none),
                .string, .buffer(isText: true, capacity: 256, .reference(.uint64)),
            ])
        #expect(signature.argumentCount == 6)
        #expect(try Signature("owned string ( )").result == .string(isOwned: true))
        #expect(try Signature("length:int(out bytes[1])").result == .length(.int32))
        #expect(try Signature("int(void)").parameters == [])
        for number in Signature.Number.allCases {
            let signature = try Signature("\(number.rawValue)(\(number.rawValue))")
            #expect(signature.result == .number(number))
            #expect(signature.parameters == [.number(number)])
        }
    }

    @Test(arguments: [
        ("", "at character 1, expected what the function returns"),
        ("double", "at character 7, expected '('"),
        ("double(", "at character 8, expected a parameter"),
        ("double(double", "at character 14, expected ')'"),
        ("double(double) x", "at character 16, expected the end"),
        ("double(double,)", "at character 15, expected a parameter"),
        ("Double(double)", "at character 1, expected what"),
        ("char*(string)", "at character 1, expected what"),
        ("double(void)x", "at character 13, expected the end"),
        ("owned double()", "at character 7, expected 'string' after 'owned'"),
        ("void(out bytes)", "at character 15, expected '['"),
        ("void(out bytes[0])", "at character 16, expected a capacity"),
        ("void(out bytes[1048577])", "at character 16, expected a capacity"),
        ("void(out bytes[99999999999999999999])", "at character 16, expected a capacity"),
        ("void(out int[4])", "at character 10, expected 'string' or 'bytes'"),
        ("int(bytes:float)", "at character 11, expected a length's type"),
        ("int(bytes:&uint)", "at character 11, expected a length's type"),
        ("void(int)", "there is no result"),
        ("length(bytes)", "there is no result"),
        ("int(out bytes[4])", "there are two results"),
        ("void(out bytes[4], out bytes[4])", "more than one parameter is 'out'"),
        ("int(" + Array(repeating: "int", count: 33).joined(separator: ",") + ")", "more than 32 parameters"),
        ("int(\u{1F600})", "at character 5, expected a parameter"),
    ])
    func aMistakeIsNamedWithItsPlace(_ text: String, _ message: String) {
        let error = #expect(throws: SignatureError.self) { try Signature(text) }
        #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }
}
