import ConnectConfig
import ConnectData
import Foundation

@testable import Converters

/// The notation of schemas in the recorded tables: as Connect's envelopes show them.
enum Notation {
    private static var settings: JSONConverterSettings {
        get throws {
            JSONConverterSettings(try JSONConverterSettings.configDef.parse(["converter.type": "value"]))
        }
    }

    static func schema(_ schema: Schema?) throws -> String {
        guard let schema else { return "null" }
        var output = OutputBuffer()
        try JSONSchemaWriter(values: JSONValueWriter(settings: settings)).write(schema, fieldName: nil, to: &output)
        let text = String(decoding: output.bytes, as: UTF8.self)
        return ConverterCase.text(try JSONSerialization.jsonObject(with: Data(text.utf8)))
    }

    static func schema(of text: String) throws -> SchemaReference? {
        var reader = JSONReader()
        return try Array(text.utf8).withUnsafeBytes { bytes in
            let document = try reader.read(bytes)
            return try JSONSchemaParser(document: document, settings: settings).schema(at: 0)
        }
    }
}
