import ConnectConfig
import Testing

@Suite struct PasswordTests {
    @Test func noWayOfPrintingShowsTheSecret() throws {
        let password = Password("hunter2")
        var dumped = ""
        dump(password, to: &dumped)
        let value = ConfigDef.Value.password(password)
        let shown = ["\(password)", String(describing: password), String(reflecting: [password]), dumped]
        for text in shown + ["\(value)", "\([value])", value.text ?? ""] {
            #expect(!text.contains("hunter2"))
        }
        #expect(password.value == "hunter2")
    }

    @Test func anErrorAboutASecretHidesIt() throws {
        let definition = ConfigDef([
            .init(
                "secret", .password,
                validator: .init("long") { key, value throws(ConfigError) in
                    throw ConfigError(value: "\(value)", key: key, reason: "Too short")
                }, importance: .high, documentation: "")
        ])
        #expect(throws: ConfigError("Invalid value [hidden] for configuration secret: Too short")) {
            try definition.parse(["secret": "hunter2"])
        }
    }
}
