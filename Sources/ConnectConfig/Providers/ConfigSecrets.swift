/// The values that stand in place of variables, so that they can be hidden wherever a text goes where others read it.
///
/// Only printing a text that went through `hide` is safe. Printing or reflecting the secrets themselves shows nothing.
public struct ConfigSecrets: Sendable, CustomStringConvertible, CustomReflectable {
    /// What is shorter is no secret, and is found in texts that have nothing to do with it.
    static let shortest = 4

    /// The variables by the values that they stand for. Bytes, because texts are equal to others of the same meaning.
    private var variables: [[UInt8]: String] = [:]
    /// What is written under each key that has variables.
    private var written: [String: String] = [:]
    /// Every form in which a value may turn up, by its first bytes, the longest first.
    private var forms: [UInt32: [Form]] = [:]

    private struct Form {
        let bytes: [UInt8]
        let variable: String
    }

    /// No secrets.
    public init() {}

    /// The secrets of another process: `exposed` there.
    public init(exposed: [String: String]) {
        for (value, variable) in exposed { add(value, writtenAs: variable) }
    }

    /// The variables by the values that they stand for, for a process that gets these values anyway and hides them too.
    public var exposed: [String: String] {
        Dictionary(variables.map { (String(decoding: $0.key, as: UTF8.self), $0.value) }) { first, _ in first }
    }

    /// Whether there is nothing to hide.
    public var isEmpty: Bool { variables.isEmpty }

    /// The keys whose values have variables, and what is written there.
    public var writtenValues: [String: String] { written }

    /// Always the same.
    public var description: String { Password.hidden }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }

    mutating func add(_ value: String, writtenAs variable: String) {
        guard !value.isEmpty, variables.updateValue(variable, forKey: Array(value.utf8)) == nil else { return }
        let lines = value.split(whereSeparator: \.isNewline).map(String.init)
        let elements = value.listElements
        let addresses = elements.compactMap(Self.address)
        for form in Set(([value, value.javaTrimmed] + lines + elements + addresses).map { Array($0.utf8) })
        where form.count >= Self.shortest {
            var others = form.withUnsafeBufferPointer { forms[Self.beginning(of: $0, at: 0)] ?? [] }
            let place = others.firstIndex { $0.bytes.count < form.count } ?? others.endIndex
            others.insert(Form(bytes: form, variable: variable), at: place)
            form.withUnsafeBufferPointer { forms[Self.beginning(of: $0, at: 0)] = others }
        }
    }

    /// What a URL leads to, which is often named without the scheme; nil for other texts.
    private static func address(_ url: String) -> String? {
        guard let scheme = url.firstRange(of: "://") else { return nil }
        var address = url[scheme.upperBound...]
        while address.hasSuffix("/") { address.removeLast() }
        return String(address)
    }

    mutating func add(key: String, writtenAs text: String) {
        written[key] = text
    }

    /// These secrets and others.
    public func merging(_ others: ConfigSecrets) -> ConfigSecrets {
        var all = self
        for (value, variable) in others.variables {
            all.add(String(decoding: value, as: UTF8.self), writtenAs: variable)
        }
        all.written.merge(others.written) { $1 }
        return all
    }

    /// The text with the variables in place of their values.
    public func hide(in text: String) -> String {
        guard !forms.isEmpty else { return text }
        var text = text
        return text.withUTF8(hide) ?? text
    }

    /// One pass over the bytes: a character may be made of a secret's last one and of what follows it. Of forms that
    /// overlap nothing stays. Nil if there is nothing to hide.
    private func hide(in text: UnsafeBufferPointer<UInt8>) -> String? {
        guard text.count >= Self.shortest else { return nil }
        var result: [UInt8] = []
        var end = 0
        var last = ""
        for position in 0...(text.count - Self.shortest) {
            guard let form = longestForm(in: text, at: position), position + form.bytes.count > end else { continue }
            if position >= end { result += text[end..<position] }
            if position >= end || form.variable != last { result += form.variable.utf8 }
            (end, last) = (position + form.bytes.count, form.variable)
        }
        guard end > 0 else { return nil }
        return String(decoding: result + text[end...], as: UTF8.self)
    }

    private func longestForm(in text: UnsafeBufferPointer<UInt8>, at position: Int) -> Form? {
        forms[Self.beginning(of: text, at: position)]?.first { form in
            form.bytes.count <= text.count - position
                && form.bytes.elementsEqual(text[position..<position + form.bytes.count])
        }
    }

    /// As many bytes as every form has.
    private static func beginning(of text: UnsafeBufferPointer<UInt8>, at position: Int) -> UInt32 {
        (0..<shortest).reduce(0) { $0 << 8 | UInt32(text[position + $1]) }
    }

    /// A task's configuration as it is kept until the task starts: with a variable where a setting's whole value is what
    /// the variable stands for. With its variables replaced it is again what the connector gave.
    ///
    /// Where only a part of a value comes from a variable it stays, so the result may hold secrets.
    ///
    /// - Parameters:
    ///   - config: what the connector made of its own configuration.
    ///   - values: the connector's own configuration, whose variables are these secrets.
    public func restoreVariables(
        in config: [String: String], resolvedFrom values: [String: String?]
    ) -> [String: String] {
        replace(in: config, resolvedFrom: values) { value in
            let bytes = Array(value.utf8)
            return bytes.count < Self.shortest ? value : variables[bytes] ?? value
        }
    }

    /// A task's configuration as it may be shown, with the variables in place of their values.
    ///
    /// - Parameters:
    ///   - config: what the connector made of its own configuration.
    ///   - values: the connector's own configuration, whose variables are these secrets.
    public func hide(in config: [String: String], resolvedFrom values: [String: String?]) -> [String: String] {
        replace(in: config, resolvedFrom: values, otherwise: hide)
    }

    private func replace(
        in config: [String: String], resolvedFrom values: [String: String?], otherwise: (String) -> String
    ) -> [String: String] {
        guard !isEmpty else { return config }
        var config = config
        for (key, value) in config {
            let isUnchanged = values[key]??.utf8.elementsEqual(value.utf8) == true
            config[key] = (isUnchanged ? written[key] : nil) ?? otherwise(value)
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
    fileprivate func mentions(_ secret: [UInt8]) -> Bool {
        let text = Array(lowercased().utf8)
        let secret = Array(String(decoding: secret, as: UTF8.self).lowercased().utf8)
        let length = Swift.min(secret.count, 8)
        guard length >= ConfigSecrets.shortest, text.count >= length else { return false }
        let windows = Set((0...(secret.count - length)).map { Array(secret[$0..<$0 + length]) })
        return (0...(text.count - length)).contains { windows.contains(Array(text[$0..<$0 + length])) }
    }
}
