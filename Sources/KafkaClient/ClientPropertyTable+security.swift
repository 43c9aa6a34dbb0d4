extension ClientPropertyTable {
    /// TLS and SASL, alike for all three clients.
    static let security: [ClientProperty] = tls + sasl + oauth

    private static let customClass = "Java classes cannot be loaded"

    private static let tls: [ClientProperty] = [
        .init(
            "security.protocol", .all, .oneOfIgnoringCase(["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]),
            .derived("security.protocol")),
        .init("security.providers", .all, .text, .refused(customClass, except: [""])),
        .init(
            "ssl.cipher.suites", .all, .text,
            .derived("ssl.cipher.suites, in OpenSSL's names; Java's names are refused")),
        .init(
            "ssl.enabled.protocols", .all, .text,
            .ignored("OpenSSL's configuration decides; TLSv1.2 and TLSv1.3 are on")),
        .init(
            "ssl.endpoint.identification.algorithm", .all, .oneOfIgnoringCase(["https", ""]),
            .derived("ssl.endpoint.identification.algorithm; empty is none")),
        .init("ssl.engine.factory.class", .all, .text, .refused(customClass, except: [""])),
        .init("ssl.key.password", .all, .text, .derived("ssl.key.password (PEM)"), secret: true),
        .init("ssl.keymanager.algorithm", .all, .text, .ignored(noJVM)),
        .init("ssl.keystore.certificate.chain", .all, .text, .derived("ssl.certificate.pem"), secret: true),
        .init("ssl.keystore.key", .all, .text, .derived("ssl.key.pem"), secret: true),
        .init(
            "ssl.keystore.location", .all, .text,
            .derived("ssl.keystore.location (PKCS12); ssl.key.location and ssl.certificate.location (PEM)")),
        .init("ssl.keystore.password", .all, .text, .derived("ssl.keystore.password (PKCS12)"), secret: true),
        .init(
            "ssl.keystore.type", .all, .oneOfIgnoringCase(["JKS", "PKCS12", "PEM"]),
            .derived("PEM or PKCS12; a JKS file is refused with the command that converts it")),
        .init(
            "ssl.protocol", .all, .text,
            .ignored("OpenSSL's configuration decides; TLSv1.2 and TLSv1.3 are on", silently: ["TLSv1.3"])),
        .init("ssl.provider", .all, .text, .ignored(noJVM, silently: [""])),
        .init("ssl.secure.random.implementation", .all, .text, .ignored(noJVM, silently: [""])),
        .init("ssl.trustmanager.algorithm", .all, .text, .ignored(noJVM)),
        .init("ssl.truststore.certificates", .all, .text, .derived("ssl.ca.pem"), secret: true),
        .init("ssl.truststore.location", .all, .text, .derived("ssl.ca.location (PEM), or read by us (PKCS12)")),
        .init("ssl.truststore.password", .all, .text, .derived("the password of a PKCS12 store"), secret: true),
        .init(
            "ssl.truststore.type", .all, .oneOfIgnoringCase(["JKS", "PKCS12", "PEM"]),
            .derived("PEM or PKCS12; a JKS file is refused with the command that converts it")),
    ]

    private static let loginThreads = "librdkafka refreshes logins at its own times"

    private static let sasl: [ClientProperty] = [
        .init("sasl.client.callback.handler.class", .all, .text, .refused(customClass, except: [""])),
        .init(
            "sasl.jaas.config", .all, .text,
            .derived(
                "sasl.username, sasl.password, sasl.kerberos.principal, sasl.kerberos.keytab or sasl.oauthbearer.config, by its login module"
            ), secret: true),
        .init(
            "sasl.kerberos.kinit.cmd", .all, .text,
            .ignored("librdkafka's command takes other arguments and its default is kept; kinit has to be on PATH")),
        .init(
            "sasl.kerberos.min.time.before.relogin", .all, .long,
            .translated("sasl.kerberos.min.time.before.relogin", 0...86_400_000)),
        .init("sasl.kerberos.service.name", .all, .text, .translated("sasl.kerberos.service.name")),
        .init("sasl.kerberos.ticket.renew.jitter", .all, .decimal, .ignored(loginThreads)),
        .init("sasl.kerberos.ticket.renew.window.factor", .all, .decimal, .ignored(loginThreads)),
        .init(
            "sasl.login.callback.handler.class", .all, .text,
            .derived("accepted for Kafka's own OAuthBearerLoginCallbackHandler with a file: token; others are refused")),
        .init("sasl.login.class", .all, .text, .refused(customClass, except: [""])),
        .init("sasl.login.connect.timeout.ms", .all, .count, .ignored(noTokenFetch)),
        .init("sasl.login.read.timeout.ms", .all, .count, .ignored(noTokenFetch)),
        .init("sasl.login.refresh.buffer.seconds", .all, .integer(0...3600), .ignored(loginThreads)),
        .init("sasl.login.refresh.min.period.seconds", .all, .integer(0...900), .ignored(loginThreads)),
        .init("sasl.login.refresh.window.factor", .all, .decimal, .ignored(loginThreads)),
        .init("sasl.login.refresh.window.jitter", .all, .decimal, .ignored(loginThreads)),
        .init("sasl.login.retry.backoff.max.ms", .all, .long, .ignored(noTokenFetch)),
        .init("sasl.login.retry.backoff.ms", .all, .long, .ignored(noTokenFetch)),
        .init(
            "sasl.mechanism", .all, .oneOf(["GSSAPI", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"]),
            .derived("sasl.mechanism")),
    ]

    static let noTokenFetch = "librdkafka 2.0.2 of Debian is built without OIDC and fetches no token"
    private static let brokerSide = "only brokers validate tokens"

    private static let oauth: [ClientProperty] =
        [
            .init(
                "sasl.oauthbearer.token.endpoint.url", .all, .text,
                .derived("a file: URL is read by us, again before the token ends; others are refused: \(noTokenFetch)")),
            .init("sasl.oauthbearer.client.credentials.client.id", .all, .text, .refused(noTokenFetch, except: [""])),
            .init(
                "sasl.oauthbearer.client.credentials.client.secret", .all, .text, .refused(noTokenFetch, except: [""]),
                secret: true),
            .init(
                "sasl.oauthbearer.jwt.retriever.class", .all, .text,
                .ignored(
                    "a file: token is read by us",
                    silently: [
                        "", "org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever",
                        "org.apache.kafka.common.security.oauthbearer.FileJwtRetriever",
                    ])),
            .init(
                "sasl.oauthbearer.jwt.validator.class", .all, .text,
                .ignored(
                    brokerSide, silently: ["", "org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator"])),
            .init("sasl.oauthbearer.scope", .all, .text, .refused(noTokenFetch, except: [""])),
            .init(
                "sasl.oauthbearer.assertion.private.key.passphrase", .all, .text, .refused(noTokenFetch, except: [""]),
                secret: true),
            .init("sasl.oauthbearer.assertion.file", .all, .text, .refused(noTokenFetch, except: [""])),
            .init("sasl.oauthbearer.assertion.private.key.file", .all, .text, .refused(noTokenFetch, except: [""])),
            .init("sasl.oauthbearer.assertion.template.file", .all, .text, .refused(noTokenFetch, except: [""])),
        ]
        + [
            "algorithm", "claim.aud", "claim.exp.seconds", "claim.iss", "claim.jti.include", "claim.nbf.seconds",
            "claim.sub",
        ].map { .init("sasl.oauthbearer.assertion.\($0)", .all, .text, .ignored(noTokenFetch)) }
        + [.init("sasl.oauthbearer.header.urlencode", .all, .boolean, .ignored(noTokenFetch))]
        + [
            "clock.skew.seconds", "expected.audience", "expected.issuer", "jwks.endpoint.refresh.ms",
            "jwks.endpoint.retry.backoff.max.ms", "jwks.endpoint.retry.backoff.ms", "jwks.endpoint.url",
            "scope.claim.name",
            "sub.claim.name",
        ].map { .init("sasl.oauthbearer.\($0)", .all, .text, .ignored(brokerSide)) }
}
