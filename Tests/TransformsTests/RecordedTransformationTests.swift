import Testing

/// The transformations and predicates against what Connect's own do, record by record;
/// `Tests/Oracle/record-transforms.sh` records them again.
@Suite struct RecordedTransformationTests {
    /// How many differences of a family are shown.
    private static let shown = 5

    @Test(arguments: [
        "Cast", "DropHeaders", "ExtractField", "Filter", "Flatten", "HeaderFrom", "HoistField", "InsertField",
        "InsertHeader", "MaskField", "Predicates", "RegexRouter", "ReplaceField", "SetSchemaMetadata",
        "TimestampConverter", "TimestampRouter", "ValueToKey",
    ])
    func answersAsConnect(family: String) throws {
        try compare(family, try RecordedPool.connect.get())
    }

    /// `Tests/Oracle/record-debezium.sh` records them again.
    @Test(arguments: ["EventRouter", "ExtractNewRecordState"])
    func answersAsDebezium(family: String) throws {
        try compare("Debezium/" + family, try RecordedPool.debezium.get())
    }

    private func compare(_ family: String, _ pool: RecordedPool) throws {
        var (instances, refused, records) = (0, 0, 0)
        var differences: [String] = []
        var differing = 0
        try RecordedFile(family).forEachLine { line in
            let recorded = RecordedCase(line, pool)
            instances += 1
            refused += recorded.refusal == nil ? 0 : 1
            records += recorded.inputs.count
            let found = recorded.differences()
            if !found.isEmpty { differing += 1 }
            if differences.count < Self.shown { differences += found.prefix(1) }
        }
        #expect(instances > 30)
        print("\(family): \(records) records through \(instances) configurations, \(refused) of them refused")
        #expect(
            differing == 0,
            "\(differing) of \(instances) configurations of \(family) differ from Connect:\n\(differences.joined(separator: "\n"))"
        )
    }
}
