internal import Glibc

/// The variables of the daemon's environment that plugin processes see. The daemon's own may hold secrets, and what a
/// plugin needs beyond these it gets by its configuration.
enum Environment {
    private static let names: Set<String> = [
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "LD_PRELOAD",
        "MALLOC_ARENA_MAX",
    ]
    private static let prefixes = [
        "LC_", "SSL_CERT_", "KRB5", "ASAN_", "TSAN_", "UBSAN_", "LSAN_", "LLVM_PROFILE_",
    ]

    static func passes(_ name: String) -> Bool {
        names.contains(name) || prefixes.contains { name.hasPrefix($0) }
    }

    /// "NAME=value" entries: those of the daemon's that pass, and `extra`, which wins.
    static func entries(adding extra: [String: String]) -> [String] {
        var inherited: [String] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            let name = String(text.prefix { $0 != "=" })
            if passes(name), extra[name] == nil { inherited.append(text) }
            next += 1
        }
        return inherited + extra.map { "\($0.key)=\($0.value)" }
    }
}
