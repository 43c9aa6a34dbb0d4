import Testing

@testable import ConnectConfig

/// Values of config providers, hidden wherever others read.
@Suite struct ConfigSecretsTests {
    private struct Values: ConfigProvider {
        let values: [String: String]

        func get(path: String, keys: Set<String>) async throws(ConfigError) -> ConfigData { ConfigData(values) }
    }

    private func resolve(_ config: [String: String], _ values: [String: String]) async throws -> TransformedConfig {
        try await ConfigTransformer(providers: ["p": Values(values: values)]).transform(config.mapValues { $0 })
    }

    @Test(
        "A value is replaced by its variable, in whatever form it turns up",
        arguments: [
            ("hunter2", "the password hunter2 is wrong", "the password ${p:k} is wrong"),
            ("hunter2", "hunter2hunter2", "${p:k}${p:k}"), (" hunter2 ", "'hunter2'", "'${p:k}'"),
            ("alpha,beta", "[alpha, beta]", "[${p:k}, ${p:k}]"), ("line one\nline two", "at line two", "at ${p:k}"),
            ("abc", "abc is too short to be a secret", "abc is too short to be a secret"),
            ("hunter2", "hunter is another word", "hunter is another word"),
            // A combining mark makes one character of itself and of the secret's last.
            ("hunter2", "hunter2\u{301}!", "${p:k}\u{301}!"), ("\u{301}hunter", "e\u{301}hunter", "e${p:k}"),
            ("e\u{301}tude", "\u{e9}tude", "\u{e9}tude"), ("first,irst-secret", "first-secret", "${p:k}"),
            ("embedded:///secret/broker/", "no lock in /secret/broker", "no lock in ${p:k}"),
        ])
    func hidden(value: String, text: String, shown: String) async throws {
        let secrets = try await resolve(["a": "${p:k}"], ["k": value]).secrets
        #expect(secrets.hide(in: text) == shown)
        #expect("\(secrets)" == "[hidden]")
        var dumped = ""
        dump(secrets, to: &dumped)
        #expect(!dumped.contains(value))
    }

    @Test("Of two values the longer one is hidden first")
    func longest() async throws {
        let secrets = try await resolve(["a": "${p:short}${p:long}"], ["short": "pass", "long": "password"]).secrets
        #expect(secrets.hide(in: "password, pass") == "${p:long}, ${p:short}")
    }

    @Test(
        "An error of validation keeps its reason and loses the value, as short as it may be",
        arguments: [
            (
                "x", "Invalid value x for configuration key: Not a number of type INT",
                "Invalid value ${p:k} for configuration key: Not a number of type INT"
            ),
            (
                "a for configuration b", "Invalid value a for configuration b for configuration key: No",
                "Invalid value ${p:k} for configuration key: No"
            ),
            ("swordfish", "cannot log in with swordfish", "cannot log in with ${p:k}"),
            (
                "swordfish", "cannot log in with SWORDFISH",
                "Invalid value ${p:k} for configuration key: it is not allowed; what is wrong with it is not shown, "
                    + "because that would show what the variable stands for"
            ),
            (
                "db://user:swordfish@host", "no host in user:swordfish",
                "Invalid value ${p:k} for configuration key: it is not allowed; what is wrong with it is not shown, "
                    + "because that would show what the variable stands for"
            ),
            (
                "x", "Invalid value null for configuration key: Value must be non-null",
                "Invalid value null for configuration key: Value must be non-null"
            ),
        ])
    func errors(value: String, error: String, shown: String) async throws {
        let secrets = try await resolve(["key": "${p:k}"], ["k": value]).secrets
        #expect(secrets.hide(inError: error, of: "key") == shown)
    }

    @Test("Of values that overlap in a text nothing is left")
    func overlapping() async throws {
        let values = ["one": "secret-one", "two": "one-two-three"]
        let secrets = try await resolve(["a": "${p:one}${p:two}"], values).secrets
        #expect(secrets.hide(in: "<secret-one-two-three>") == "<${p:one}${p:two}>")
    }

    /// A bundle of certificates has a form for each line.
    @Test("A value of many lines costs a text one pass", .timeLimit(.minutes(1)))
    func bundle() async throws {
        let lines = (0..<400).map { "\($0 * 7919 % 4001)-of-the-bundle" }
        let secrets = try await resolve(["a": "${p:k}"], ["k": lines.joined(separator: "\n")]).secrets
        let text = Array(repeating: "nothing to see here", count: 2000).joined(separator: " ")
        #expect(secrets.hide(in: text) == text)
        #expect(secrets.hide(in: text + lines[123]) == text + "${p:k}")
        let again = ConfigSecrets(exposed: secrets.exposed)
        #expect(again.hide(in: lines[77]) == "${p:k}")
    }

    @Test(
        "What a task is started with is exactly what its connector gave, whatever it made of the values",
        arguments: [
            ("orders,customers", ["topics": "orders"]), ("orders,customers", ["topics": "customers, orders"]),
            ("orders,customers", ["tables": "orders,customers", "other": "orders,customers"]),
            ("-----BEGIN-----\nAAAA\n-----END-----", ["key": "AAAA"]),
            ("-----BEGIN-----\nAAAA\n-----END-----", ["key": "-----BEGIN-----AAAA-----END-----"]),
            (" padded ", ["trimmed": "padded"]), ("cafe\u{301}", ["composed": "caf\u{e9}"]),
            ("orders", ["url": "db://orders/orders"]), ("abc", ["short": "abc"]), ("x", ["tables": "x"]),
        ])
    func started(value: String, task: [String: String]) async throws {
        let connector = try await resolve(["tables": "${p:k}"], ["k": value])
        let kept = connector.secrets.restoreVariables(in: task, resolvedFrom: connector.values)
        let started = try await resolve(kept, ["k": value]).values.compactMapValues { $0 }
        #expect(started.mapValues { Array($0.utf8) } == task.mapValues { Array($0.utf8) })
        let shown = connector.secrets.hide(in: task, resolvedFrom: connector.values)
        for (key, text) in task {
            let isSecret = key == "tables" || connector.secrets.hide(in: text) != text
            #expect((shown[key] == text) != isSecret, "\(key)")
        }
    }

    @Test("A task's configuration gets its variables back, also where the connector put a value elsewhere")
    func restored() async throws {
        let resolved = try await resolve(
            [
                "password": "${p:k}", "url": "db://${p:u}:${p:k}@host", "count": "${p:n}",
                "plain": "swordfish is a fish",
            ],
            ["k": "swordfish", "u": "admin", "n": "3"])
        var task = resolved.values.compactMapValues { $0 }
        task["task.url"] = "jdbc:swordfish"
        task["task.count"] = "3"
        task["count"] = "30"
        task["task.password"] = "swordfish"
        let shown = resolved.secrets.hide(in: task, resolvedFrom: resolved.values)
        #expect(
            shown == [
                "password": "${p:k}", "url": "db://${p:u}:${p:k}@host", "count": "30", "plain": "${p:k} is a fish",
                "task.url": "jdbc:${p:k}", "task.count": "3", "task.password": "${p:k}",
            ])
        let kept = resolved.secrets.restoreVariables(in: task, resolvedFrom: resolved.values)
        #expect(kept["password"] == "${p:k}" && kept["task.password"] == "${p:k}")
        #expect(kept["url"] == "db://${p:u}:${p:k}@host" && kept["task.url"] == "jdbc:swordfish")
        let again = try await resolve(kept, ["k": "swordfish", "u": "admin", "n": "3"])
        #expect(again.values == task.mapValues { $0 })
    }

    @Test("A value is not looked through for variables again")
    func once() async throws {
        let resolved = try await resolve(["a": "${p:k}"], ["k": "${p:other}", "other": "x"])
        #expect(resolved.values == ["a": "${p:other}"])
    }

    @Test("The error of a provider names it")
    func failure() async throws {
        struct Broken: ConfigProvider {
            func get(path: String, keys: Set<String>) async throws(ConfigError) -> ConfigData {
                throw ConfigError("no \(path) here")
            }
        }
        let transformer = ConfigTransformer(providers: ["vault": Broken()])
        await #expect(throws: ConfigError("no a/b here (config provider 'vault')")) {
            try await transformer.transform(["x": "${vault:a/b:c}"])
        }
    }
}
