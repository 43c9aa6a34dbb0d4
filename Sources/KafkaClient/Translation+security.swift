extension Translation {
    mutating func security() throws(ClientPropertyError) {
        let wire = (text("security.protocol") ?? "PLAINTEXT").lowercased()
        if text("security.protocol") != nil { result.set("security.protocol", wire) }
        if wire.hasSuffix("ssl") { try tls() }
        if wire.hasPrefix("sasl") { try sasl() }
    }
}

// MARK: - TLS

extension Translation {
    private mutating func tls() throws(ClientPropertyError) {
        if let algorithm = self["ssl.endpoint.identification.algorithm"]?.lowercased() {
            result.set("ssl.endpoint.identification.algorithm", algorithm.isEmpty ? "none" : algorithm)
        }
        if let suites = text("ssl.cipher.suites") {
            if suites.contains("_") {
                throw error(
                    "ssl.cipher.suites", "these are Java's names; write OpenSSL's, such as ECDHE-RSA-AES256-GCM-SHA384")
            }
            result.set("ssl.cipher.suites", suites)
        }
        try trustStore()
        try keyStore()
    }

    private mutating func trustStore() throws(ClientPropertyError) {
        let type = (text("ssl.truststore.type") ?? "JKS").uppercased()
        if let certificates = text("ssl.truststore.certificates") {
            guard type == "PEM" else {
                throw error("ssl.truststore.type", "ssl.truststore.certificates needs the type PEM")
            }
            if text("ssl.truststore.location") != nil {
                throw error("ssl.truststore.location", "cannot be set together with ssl.truststore.certificates")
            }
            guard let pem = PEM.normalised(certificates) else {
                throw error("ssl.truststore.certificates", "must be PEM: -----BEGIN CERTIFICATE----- …")
            }
            result.set("ssl.ca.pem", pem)
        } else if let path = text("ssl.truststore.location") {
            switch try store("ssl.truststore", path, type) {
            case .pem:
                result.set("ssl.ca.location", path)
            case .pkcs12:
                result.handled.trustStore = PKCS12Store(path: path, password: self["ssl.truststore.password"] ?? "")
            }
        }
    }

    private mutating func keyStore() throws(ClientPropertyError) {
        let type = (text("ssl.keystore.type") ?? "JKS").uppercased()
        if self["ssl.keystore.key"] != nil || self["ssl.keystore.certificate.chain"] != nil {
            try inlineKey(type)
        } else if let path = text("ssl.keystore.location") {
            switch try store("ssl.keystore", path, type) {
            case .pem:
                result.set("ssl.key.location", path)
                result.set("ssl.certificate.location", path)
                if let password = text("ssl.key.password") { result.set("ssl.key.password", password) }
            case .pkcs12:
                result.set("ssl.keystore.location", path)
                result.set("ssl.keystore.password", self["ssl.keystore.password"] ?? "")
            }
        }
    }

    private mutating func inlineKey(_ type: String) throws(ClientPropertyError) {
        guard type == "PEM" else { throw error("ssl.keystore.type", "ssl.keystore.key needs the type PEM") }
        let chain = "ssl.keystore.certificate.chain"
        guard let key = text("ssl.keystore.key").flatMap(PEM.normalised) else {
            throw error("ssl.keystore.key", "must be PEM: -----BEGIN PRIVATE KEY----- …, together with \(chain)")
        }
        guard let certificates = text(chain).flatMap(PEM.normalised) else {
            throw error(chain, "must be PEM: -----BEGIN CERTIFICATE----- …, together with ssl.keystore.key")
        }
        result.set("ssl.key.pem", key)
        result.set("ssl.certificate.pem", certificates)
        if let password = text("ssl.key.password") { result.set("ssl.key.password", password) }
    }

    private enum Store { case pem, pkcs12 }

    /// What a store is, by its declared type and its first bytes.
    private func store(_ prefix: String, _ path: String, _ type: String) throws(ClientPropertyError) -> Store {
        let name = "\(prefix).location"
        guard let format = StoreFormat(path: path) else { throw error(name, "the file cannot be read") }
        switch (type, format) {
        case ("PEM", .pem):
            return .pem
        case ("PEM", _):
            throw error("\(prefix).type", "\(path) is not PEM")
        case (_, .pkcs12):
            // Java reads a PKCS12 file under the type JKS too.
            return .pkcs12
        case (_, .pem):
            throw error(name, "the file is PEM: set \(prefix).type=PEM")
        case (_, .jks):
            throw error(
                name,
                "JKS cannot be read without Java; convert it once: keytool -importkeystore -srckeystore \(path) "
                    + "-destkeystore \(path).p12 -deststoretype PKCS12, then set \(prefix).type=PKCS12; or make it PEM: "
                    + "openssl pkcs12 -in \(path).p12 -out \(path).pem, then set \(prefix).type=PEM")
        }
    }
}

// MARK: - SASL

extension Translation {
    private mutating func sasl() throws(ClientPropertyError) {
        let mechanism = text("sasl.mechanism") ?? "GSSAPI"
        result.set("sasl.mechanism", mechanism)
        // An operator who writes librdkafka's own names needs no login module.
        if self["sasl.username"] != nil || self["sasl.oauthbearer.config"] != nil { return }
        let name = "sasl.jaas.config"
        guard let text = text(name) else {
            if mechanism == "GSSAPI" { return }
            throw ClientPropertyError(name, nil, "must be set for sasl.mechanism=\(mechanism)")
        }
        guard let module = LoginModule(parsing: text) else {
            throw error(name, "must be: LoginModuleClass required key=\"value\" … ;")
        }
        switch mechanism {
        case "PLAIN": try password(module, "PlainLoginModule")
        case "OAUTHBEARER": try token(module)
        case "GSSAPI": try kerberos(module)
        default: try password(module, "ScramLoginModule")
        }
    }

    private func expect(_ module: LoginModule, _ expected: String) throws(ClientPropertyError) {
        if module.name == expected { return }
        throw error("sasl.jaas.config", "\(module.name) does not fit the mechanism, which needs \(expected)")
    }

    private mutating func password(_ module: LoginModule, _ expected: String) throws(ClientPropertyError) {
        try expect(module, expected)
        if module.options["tokenauth"]?.lowercased() == "true" {
            throw error("sasl.jaas.config", "librdkafka 2.0.2 has no delegation tokens; remove tokenauth")
        }
        for option in ["username", "password"] {
            guard let value = module.options[option] else {
                throw error("sasl.jaas.config", "\(expected) needs the option \(option)")
            }
            result.set("sasl.\(option)", value)
        }
    }

    private mutating func kerberos(_ module: LoginModule) throws(ClientPropertyError) {
        try expect(module, "Krb5LoginModule")
        if let principal = module.options["principal"] { result.set("sasl.kerberos.principal", principal) }
        if let keytab = module.options["keyTab"] { result.set("sasl.kerberos.keytab", keytab) }
        if let service = module.options["serviceName"], text("sasl.kerberos.service.name") == nil {
            result.set("sasl.kerberos.service.name", service)
        }
    }

    private mutating func token(_ module: LoginModule) throws(ClientPropertyError) {
        try expect(module, "OAuthBearerLoginModule")
        try tokenHandler()
        if let url = text("sasl.oauthbearer.token.endpoint.url") {
            guard url.hasPrefix("file:"), let slash = url.firstIndex(of: "/") else {
                throw error(
                    "sasl.oauthbearer.token.endpoint.url", "must be a file: URL; \(ClientPropertyTable.noTokenFetch)")
            }
            // file:/path and file:///path name the same file.
            let path = "/" + url[slash...].drop { $0 == "/" }
            result.handled.tokenFile = path
            result.set("sasl.oauthbearer.config", path)
            return
        }
        guard let subject = module.options["unsecuredLoginStringClaim_sub"] else {
            throw error(
                "sasl.jaas.config",
                "\(ClientPropertyTable.noTokenFetch): set sasl.oauthbearer.token.endpoint.url to a file: URL, or the "
                    + "option unsecuredLoginStringClaim_sub for an unsecured token")
        }
        var words = ["principal=\(subject)"]
        if let seconds = module.options["unsecuredLoginLifetimeSeconds"] { words.append("lifeSeconds=\(seconds)") }
        if let scope = module.options["unsecuredLoginListClaim_scope"] {
            // The first character is the separator.
            let list = scope.dropFirst().split(separator: scope.first ?? ",").joined(separator: ",")
            words.append("scope=\(list)")
        }
        result.set("enable.sasl.oauthbearer.unsecure.jwt", "true")
        result.set("sasl.oauthbearer.config", words.joined(separator: " "))
    }

    private func tokenHandler() throws(ClientPropertyError) {
        let name = "sasl.login.callback.handler.class"
        guard let handler = text(name) else { return }
        if handler.hasSuffix(".OAuthBearerLoginCallbackHandler")
            || handler.hasSuffix(".OAuthBearerUnsecuredLoginCallbackHandler")
        {
            return
        }
        throw error(name, "Java classes cannot be loaded; leave it out")
    }
}
