import Foundation
import TestSupport
import Testing

@testable import KafkaClient

private func translate(_ java: [String: String]) throws(ClientPropertyError) -> TranslatedProperties {
    try ClientProperties.translate(java.merging(["bootstrap.servers": "k:9092"]) { old, _ in old }, for: .producer)
}

private let plain = "org.apache.kafka.common.security.plain.PlainLoginModule required"
private let scram = "org.apache.kafka.common.security.scram.ScramLoginModule required"
private let bearer = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"

@Suite struct SASLTests {
    @Test func plainTakesNameAndPassword() throws {
        let result = try translate([
            "security.protocol": "sasl_ssl", "sasl.mechanism": "PLAIN",
            "sasl.jaas.config": "\(plain) username=\"al\\\"ice\" password='s3;cr=et' ;",
        ])
        #expect(result["security.protocol"] == "sasl_ssl")
        #expect(result["sasl.mechanism"] == "PLAIN")
        #expect(result["sasl.username"] == "al\"ice")
        #expect(result["sasl.password"] == "s3;cr=et")
        _ = try KafkaProducer(properties: result)
    }

    @Test(arguments: ["SCRAM-SHA-256", "SCRAM-SHA-512"]) func scramTakesNameAndPassword(_ mechanism: String) throws {
        let result = try translate([
            "security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": mechanism,
            "sasl.jaas.config": "\(scram)\n username=alice\n password=\"pw\";",
        ])
        #expect(result["sasl.mechanism"] == mechanism)
        #expect(result["sasl.password"] == "pw")
        _ = try KafkaProducer(properties: result)
    }

    @Test func kerberosTakesPrincipalAndKeytab() throws {
        let result = try translate([
            "security.protocol": "SASL_PLAINTEXT", "sasl.kerberos.service.name": "kafka",
            "sasl.jaas.config":
                "com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true keyTab=\"/k\" principal=\"a@R\";",
        ])
        #expect(result["sasl.mechanism"] == "GSSAPI")
        #expect(result["sasl.kerberos.keytab"] == "/k")
        #expect(result["sasl.kerberos.principal"] == "a@R")
        #expect(result["sasl.kerberos.service.name"] == "kafka")
    }

    @Test func unsecuredTokensAreMadeByLibrdkafka() throws {
        let result = try translate([
            "security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "OAUTHBEARER",
            "sasl.jaas.config":
                "\(bearer) unsecuredLoginStringClaim_sub=\"alice\" unsecuredLoginListClaim_scope=\"|a|b\" unsecuredLoginLifetimeSeconds=60;",
        ])
        #expect(result["sasl.oauthbearer.config"] == "principal=alice lifeSeconds=60 scope=a,b")
        #expect(result["enable.sasl.oauthbearer.unsecure.jwt"] == "true")
        _ = try KafkaProducer(properties: result)
    }

    @Test(arguments: ["file:/run/token", "file:///run/token"]) func tokensComeFromAFile(_ url: String) throws {
        let result = try translate([
            "security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "OAUTHBEARER", "sasl.jaas.config": "\(bearer);",
            "sasl.oauthbearer.token.endpoint.url": url,
        ])
        #expect(result.handled.tokenFile == "/run/token")
        _ = try KafkaProducer(properties: result)
    }

    /// What librdkafka 2.0.2 cannot is said, and no error repeats a secret.
    @Test(arguments: [
        (
            ["sasl.mechanism": "OAUTHBEARER", "sasl.jaas.config": "\(bearer) clientId=a clientSecret=hunter2;"],
            "sasl.jaas.config", "without OIDC"
        ),
        (
            [
                "sasl.mechanism": "OAUTHBEARER", "sasl.jaas.config": "\(bearer);",
                "sasl.oauthbearer.token.endpoint.url": "https://idp/token",
            ], "sasl.oauthbearer.token.endpoint.url", "file: URL"
        ),
        (
            ["sasl.oauthbearer.client.credentials.client.secret": "hunter2"],
            "sasl.oauthbearer.client.credentials.client.secret", "OIDC"
        ),
        (["sasl.mechanism": "PLAIN"], "sasl.jaas.config", "must be set"),
        (
            ["sasl.mechanism": "PLAIN", "sasl.jaas.config": "\(plain) username=a password=hunter2"], "sasl.jaas.config",
            "LoginModuleClass required"
        ),
        (
            ["sasl.mechanism": "PLAIN", "sasl.jaas.config": "\(plain) password=hunter2;"], "sasl.jaas.config",
            "username"
        ),
        (
            ["sasl.mechanism": "PLAIN", "sasl.jaas.config": "\(scram) username=a password=hunter2;"],
            "sasl.jaas.config", "PlainLoginModule"
        ),
        (
            [
                "sasl.mechanism": "SCRAM-SHA-256",
                "sasl.jaas.config": "\(scram) username=a password=hunter2 tokenauth=true;",
            ], "sasl.jaas.config", "delegation"
        ),
        (["sasl.mechanism": "DIGEST-MD5"], "sasl.mechanism", "SCRAM-SHA-256"),
        (
            [
                "sasl.login.callback.handler.class": "com.acme.H", "sasl.mechanism": "OAUTHBEARER",
                "sasl.jaas.config": "\(bearer);",
            ], "sasl.login.callback.handler.class", "Java classes"
        ),
    ]) func refuses(_ java: [String: String], _ key: String, _ reason: String) {
        let error = #expect(throws: ClientPropertyError.self) {
            try translate(java.merging(["security.protocol": "SASL_PLAINTEXT"]) { old, _ in old })
        }
        #expect(error?.key == key)
        #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
        #expect(error.map { "\($0)".contains("hunter2") } == false)
    }
}

@Suite struct TokenFileTests {
    private func token(_ claims: String) -> String {
        let body = Data(claims.utf8).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
        return "eyJhbGciOiJub25lIn0.\(body).c2ln"
    }

    @Test func readsExpiryAndSubjectOfTheOutermostObject() throws {
        let claims = #"{"aud":["exp","x"],"in":{"exp":1,"sub":"no"},"sub":"al?>ice","n":null,"exp":1700000000.5}"#
        let file = try #require(TokenFile(token: token(claims)))
        #expect(file.expiry == 1_700_000_000_500)
        #expect(file.principal == "al?>ice")
    }

    @Test(arguments: ["", "a.b", "a.b.c", "a.!!.c"]) func refusesWhatIsNoToken(_ text: String) {
        #expect(TokenFile(token: text) == nil)
    }

    @Test(arguments: ["{}", #"{"exp":"x"}"#, #"{"sub":"exp"}"#, #"{"exp":"#, "[]"])
    func refusesATokenWithoutAnExpiry(_ claims: String) {
        #expect(TokenFile(token: token(claims)) == nil)
    }
}

/// The handshakes as they are.
@Suite struct SASLHandshakeTests {
    @Test func plainReachesTheBroker() throws {
        let broker = try Broker(passwords: ["a": "b"])
        defer { broker.end(SIGKILL) }
        try deliver(["sasl.mechanism": "PLAIN", "sasl.jaas.config": "\(plain) username=a password=b;"], to: broker)
    }

    @Test func aTokenIsReadFromItsFileWhenItIsNeeded() throws {
        let file = try TemporaryDirectories.make("token").appending(path: "token")
        // {"alg":"none"}.{"sub":"alice","exp":4102444800}.
        try Data("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSIsImV4cCI6NDEwMjQ0NDgwMH0.\n".utf8).write(to: file)
        let token = [
            "sasl.mechanism": "OAUTHBEARER", "sasl.jaas.config": "\(bearer);",
            "sasl.oauthbearer.token.endpoint.url": "file://\(file.path())",
        ]
        // It takes any token.
        try deliver(token, to: try Broker.shared(.independent))
    }

    @Test func aTokenFileThatIsMissingIsAnEventThatNamesIt() throws {
        let result = try translate([
            "security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "OAUTHBEARER", "sasl.jaas.config": "\(bearer);",
            "sasl.oauthbearer.token.endpoint.url": "file:///no/such/token",
        ])
        let producer = try KafkaProducer(properties: result)
        let deadline = MonotonicClock.milliseconds + 20_000
        while true {
            try #require(MonotonicClock.milliseconds < deadline)
            producer.pollDeliveries(timeoutMilliseconds: 20) { _, _, _, _ in }
            while let event = producer.nextEvent() {
                if case .error(let error) = event, error.message.contains("/no/such/token") { return }
            }
        }
    }

    private func deliver(_ credentials: [String: String], to broker: Broker) throws {
        let producer = try KafkaProducer(
            properties: broker.properties(
                .producer, credentials.merging(["security.protocol": "SASL_PLAINTEXT"]) { old, _ in old }))
        try producer.send(Broker.unique("topic"), value: "v")
        try producer.flushAll()
    }
}

@Suite struct TLSTests {
    /// A key, its certificate and every kind of store, made by openssl once.
    private static let stores: Result<TLSStores, any Error> = Result { try TLSStores() }

    @Test func readsPEMFiles() throws {
        let stores = try Self.stores.get()
        let result = try translate([
            "security.protocol": "SSL", "ssl.truststore.type": "PEM",
            "ssl.truststore.location": stores.path("cert.pem"),
            "ssl.keystore.type": "PEM", "ssl.keystore.location": stores.path("both.pem"),
            "ssl.endpoint.identification.algorithm": "",
        ])
        #expect(result["ssl.ca.location"] == stores.path("cert.pem"))
        #expect(result["ssl.key.location"] == stores.path("both.pem"))
        #expect(result["ssl.endpoint.identification.algorithm"] == "none")
        _ = try KafkaProducer(properties: result)
    }

    @Test func readsPEMThatAPropertiesFileHasFolded() throws {
        let stores = try Self.stores.get()
        let folded = { (name: String) in try stores.text(name).replacingOccurrences(of: "\n", with: " ") }
        let result = try translate([
            "security.protocol": "SSL", "ssl.truststore.type": "PEM", "ssl.truststore.certificates": folded("cert.pem"),
            "ssl.keystore.type": "PEM", "ssl.keystore.key": folded("key.pem"),
            "ssl.keystore.certificate.chain": folded("cert.pem"),
        ])
        #expect(try result["ssl.ca.pem"] == stores.text("cert.pem"))
        _ = try KafkaProducer(properties: result)
    }

    @Test(arguments: ["PKCS12", "JKS"]) func readsPKCS12UnderBothOfJavasTypes(_ type: String) throws {
        let stores = try Self.stores.get()
        let result = try translate([
            "security.protocol": "SSL", "ssl.truststore.type": type,
            "ssl.truststore.location": stores.path("trust.p12"),
            "ssl.truststore.password": "trustpw", "ssl.keystore.type": type,
            "ssl.keystore.location": stores.path("key.p12"), "ssl.keystore.password": "keypw",
        ])
        #expect(result.handled.trustStore == PKCS12Store(path: stores.path("trust.p12"), password: "trustpw"))
        _ = try KafkaProducer(properties: result)
    }

    @Test func aWrongPasswordIsAnErrorThatDoesNotShowIt() throws {
        let stores = try Self.stores.get()
        let result = try translate([
            "security.protocol": "SSL", "ssl.truststore.type": "PKCS12",
            "ssl.truststore.location": stores.path("trust.p12"), "ssl.truststore.password": "hunter2",
        ])
        let error = #expect(throws: KafkaError.self) { try KafkaProducer(properties: result) }
        #expect(error?.message.contains("ssl.truststore.password") == true)
        #expect(error?.message.contains("hunter2") == false)
    }

    @Test func jksIsRefusedWithTheCommandThatConvertsIt() throws {
        let stores = try Self.stores.get()
        let error = #expect(throws: ClientPropertyError.self) {
            try translate(["security.protocol": "SSL", "ssl.truststore.location": stores.path("trust.jks")])
        }
        #expect(error?.key == "ssl.truststore.location")
        #expect(error?.reason.contains("keytool -importkeystore -srckeystore \(stores.path("trust.jks"))") == true)
    }

    @Test func aStoreThatIsNotWhatItsTypeSaysIsRefused() throws {
        let stores = try Self.stores.get()
        for (type, file, key) in [
            ("JKS", "cert.pem", "ssl.truststore.location"), ("PEM", "trust.p12", "ssl.truststore.type"),
            ("PEM", "none.pem", "ssl.truststore.location"),
        ] {
            let error = #expect(throws: ClientPropertyError.self) {
                try translate([
                    "security.protocol": "SSL", "ssl.truststore.type": type,
                    "ssl.truststore.location": stores.path(file),
                ])
            }
            #expect(error?.key == key)
        }
    }

    @Test func javasCipherNamesAreRefused() {
        let error = #expect(throws: ClientPropertyError.self) {
            try translate(["security.protocol": "SSL", "ssl.cipher.suites": "TLS_AES_128_GCM_SHA256"])
        }
        #expect(error?.key == "ssl.cipher.suites")
    }
}

/// A key, its certificate and every kind of store that holds them.
private final class TLSStores: Sendable {
    private let directory: URL

    init() throws {
        directory = try TemporaryDirectories.make("tls")
        try openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=k")
        try openssl(
            "pkcs12", "-export", "-inkey", "key.pem", "-in", "cert.pem", "-out", "key.p12", "-passout", "pass:keypw")
        try openssl("pkcs12", "-export", "-nokeys", "-in", "cert.pem", "-out", "trust.p12", "-passout", "pass:trustpw")
        try Data((text("key.pem") + text("cert.pem")).utf8).write(to: URL(filePath: path("both.pem")))
        try Data([0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2]).write(to: URL(filePath: path("trust.jks")))
    }

    func path(_ name: String) -> String { directory.appending(path: name).path() }

    func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    private func openssl(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = directory
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl \(arguments.joined(separator: " "))")
    }
}
