/// The values that stand in place of variables, so that they can be hidden wherever a text goes where others read it.
///
/// Only printing a text that went through `hide` is safe. Printing or reflecting the secrets themselves shows nothing.
public struct ConfigSecrets: Sendable, CustomStringConvertible, CustomReflectable {
    /// What is shorter is no secret, and is found in texts that have nothing to do with it.
    static let shortest = 4

    /// The variables by the values that they stand for.
    private var variables: [String: String] = [:]
    /// What is written under each key that has variables.
    private var written: [String: String] = [:]
    /// Every form in which a value may turn up, the longest first, with its variable.
    private var forms: [(text: String, variable: String)] = []

    /// No secrets.
    public init() {}

    /// Whether there is nothing to hide.
    public var isEmpty: Bool { variables.isEmpty }

    /// The keys whose values have variables, and what is written there.
    public var writtenValues: [String: String] { written }

    /// Always the same.
    public var description: String { Password.hidden }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }

    mutating func add(_ value: String, writtenAs variable: String) {
        guard !value.isEmpty, variables.updateValue(variable, forKey: value) == nil else { return }
        let lines = value.split(whereSeparator: \.isNewline).map(String.init)
        let elements = JavaText.list(JavaText.trim(value))
        for form in Set([value, JavaText.trim(value)] + lines + elements) where form.utf8.count >= Self.shortest {
            forms.append((form, variable))
        }
        forms.sort { ($1.text.utf8.count, $0.text) < ($0.text.utf8.count, $1.text) }
    }

    mutating func add(key: String, writtenAs text: String) {
        written[key] = text
    }

    /// These secrets and others.
    public func merging(_ others: ConfigSecrets) -> ConfigSecrets {
        var all = self
        for (value, variable) in others.variables { all.add(value, writtenAs: variable) }
        all.written.merge(others.written) { $1 }
        return all
    }

    /// The text with the variables in place of their values.
    public func hide(in text: String) -> String {
        var text = text
        for form in forms where text.utf8.count >= form.text.utf8.count {
            text = text.replacing(form.text, with: form.variable)
        }
        return text
    }

    /// A task's configuration with the variables in place of their values, as it may be shown and kept.
    ///
    /// - Parameters:
    ///   - config: what the connector made of its own configuration.
    ///   - values: the connector's own configuration, whose variables are these secrets.
    public func restoreVariables(
        in config: [String: String], resolvedFrom values: [String: String?]
    ) -> [String: String] {
        guard !isEmpty else { return config }
        var config = config
        for (key, value) in config {
            let isUnchanged = written[key] != nil && values[key] == .some(value)
            config[key] = isUnchanged ? written[key] : hide(in: value)
        }
        return config
    }

    /// An error of validation without the value that it is about, if variables stand in it.
    ///
    /// - Parameters:
    ///   - error: the sentence.
    ///   - key: the key that it is about.
    public func hide(inError error: String, of key: String) -> String {
        guard let placeholder = written[key] else { return hide(in: error) }
        let marks = (before: "Invalid value ", after: " for configuration ")
        var reason = error
        var shown = ""
        if error.hasPrefix(marks.before), let end = error.ranges(of: marks.after).last {
            // A value that could not be read is null, which is not what the variable stands for.
            let isNull = error.hasPrefix(marks.before + "null" + marks.after)
            shown = marks.before + (isNull ? "null" : placeholder)
            reason = String(error[end.lowerBound...])
        }
        let hidden = hide(in: reason)
        let besides = hidden.replacing(marks.after + key, with: "").replacing(placeholder, with: "")
        guard !variables.keys.contains(where: besides.mentions) else {
            return "\(marks.before)\(placeholder)\(marks.after)\(key): it is not allowed; what is wrong with it is not "
                + "shown, because that would show what the variable stands for"
        }
        return shown + hidden
    }
}

extension String {
    /// Whether a part of a secret that is long enough to tell something stands in the text.
    fileprivate func mentions(_ secret: String) -> Bool {
        let text = Array(lowercased().utf8)
        let secret = Array(secret.lowercased().utf8)
        let length = Swift.min(secret.count, 8)
        guard length >= ConfigSecrets.shortest, text.count >= length else { return false }
        let windows = Set((0...(secret.count - length)).map { Array(secret[$0..<$0 + length]) })
        return (0...(text.count - length)).contains { windows.contains(Array(text[$0..<$0 + length])) }
    }
}
