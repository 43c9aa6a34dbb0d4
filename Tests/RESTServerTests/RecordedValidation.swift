import Foundation

/// What `Tests/Oracle/record-validate.sh` recorded from Kafka Connect 4.3.0.
struct RecordedValidation: Decodable {
    /// A key, as `PUT …/config/validate` and `GET …/config` show it. The documentation is in our own words.
    struct Definition: Decodable, Equatable {
        let name: String
        let type: String
        let required: Bool
        let default_value: String?
        let importance: String
        let group: String?
        let order_in_group: Int
        let width: String
        let display_name: String
        let dependents: [String]
    }

    struct Value: Decodable, Equatable {
        var name: String
        var value: String?
        var recommended_values: [String]
        var errors: [String]
        var visible: Bool
    }

    struct Entry: Decodable, Equatable {
        var definition: Definition?
        var value: Value
    }

    /// An answer of the real worker. `@DIR@` stands for a directory of its own.
    struct Answer: Decodable {
        let policy: String
        let plugin: String
        let config: [String: String?]
        let status: Int
        let message: String?
        let error_count: Int?
        let groups: [String]?
        let configs: [Int]?
    }

    /// An answer of ours.
    struct Infos: Decodable {
        var name: String
        var error_count: Int
        var groups: [String]
        var configs: [Entry]
    }

    struct Plugin: Decodable, Equatable {
        let `class`: String
        let type: String
        let version: String
    }

    let entries: [Entry]
    let answers: [Answer]

    static func read<T: Decodable>(_ name: String, as type: T.Type = T.self) throws -> T {
        let file = Bundle.module.url(forResource: "Recorded/\(name)", withExtension: "json")
        return try JSONDecoder().decode(T.self, from: try Data(contentsOf: file ?? URL(filePath: name)))
    }
}
