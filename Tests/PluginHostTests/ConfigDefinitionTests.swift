import ConnectConfig
import PluginHost
import TestSupport
import Testing

/// The definition of a plugin's configuration, with validators and recommenders of its own.
@Suite struct ConfigDefinitionTests {
    private func validate(_ config: [String: String]) throws -> [String: ConfigValue] {
        let connector = try HostedConnector(load("recommending-source"), services: RecordedServices())
        let values = try connector.validate(config)
        return Dictionary(uniqueKeysWithValues: values.map { ($0.name, $0) })
    }

    @Test func aRecommenderSuggestsValues() throws {
        let values = try validate(["table": "orders"])
        #expect(values["column"]?.recommendedValues == [.string("id"), .string("name")])
        #expect(values["column"]?.errors == [])
    }

    @Test func aRecommenderSeesTheSecretsThatItsPluginNeeds() throws {
        let values = try validate(["table": "locked", "user": "ali", "password": "open sesame"])
        #expect(values["column"]?.recommendedValues.count == 2)
        #expect(values["password"]?.value.description == Password.hidden)
    }

    @Test func aRecommenderThatFailsIsAnErrorOfItsKey() throws {
        let values = try validate(["table": "locked"])
        #expect(
            values["column"]?.errors == ["The recommender of configuration column failed: the table is locked"])
    }

    @Test(arguments: [(["table": "t"], false), (["table": "t", "user": "ali"], true)])
    func aKeyMayDependOnOthersForBeingShown(config: [String: String], isVisible: Bool) throws {
        #expect(try validate(config)["password"]?.isVisible == isVisible)
    }

    @Test func aScanRefusesADefinitionThatContradictsItself() throws {
        let path = try Zoo.build("bad-definition")
        #expect {
            try PluginScanner.scan(path)
        } throws: { error in
            "\(error)" == "\(path): zoo.BadDefinitionSourceConnector has a config definition that is not valid: "
                + "Invalid value large for configuration size: Not a number of type INT"
        }
    }
}
