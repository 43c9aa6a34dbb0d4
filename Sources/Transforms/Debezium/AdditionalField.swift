import ConnectConfig
import ConnectData

/// An element of `table.fields.additional.placement`: a column of the outbox table that goes along with the payload.
struct AdditionalField {
    /// Where it goes.
    enum Placement: String { case header, envelope, partition }

    let field: OwnedText
    let placement: Placement
    /// Its name there.
    let alias: OwnedText

    /// The elements of the setting, which are known to have two or three parts. Throws for a placement that there is not.
    static func list(_ setting: [String]) throws(ConnectError) -> [AdditionalField] {
        var fields: [AdditionalField] = []
        for element in elements(setting) {
            let parts = javaSplit(element, at: ":").map(\.javaTrimmed)
            guard parts.count >= 2, let placement = Placement(rawValue: parts[1].lowercased()) else {
                throw ConnectError(
                    .badConfig,
                    "Invalid value \(setting.joined(separator: ",")) for configuration table.fields.additional.placement: "
                        + "'\(element)' places a column neither as header nor as envelope nor as partition")
            }
            let alias = parts.count == 3 ? parts[2] : parts[0]
            fields.append(AdditionalField(field: OwnedText(parts[0]), placement: placement, alias: OwnedText(alias)))
        }
        return fields
    }

    /// What is wrong with a value of the setting.
    static let problem: @Sendable (ConfigDef.Value) -> String? = { value in
        guard let setting = value.list else { return nil }
        let isValid = !setting.isEmpty && elements(setting).allSatisfy { 2...3 ~= javaSplit($0, at: ":").count }
        return isValid
            ? nil
            : "A comma-separated list of valid String pairs or trios is expected but got: "
                + "[\(setting.joined(separator: ", "))]"
    }

    /// Without the empty ones at the end.
    private static func elements(_ setting: [String]) -> ArraySlice<String> {
        var elements = setting[...]
        while elements.last == "" { elements.removeLast() }
        return elements
    }
}
