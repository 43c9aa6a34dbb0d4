import CMillrace
import ConnectConfig
import ConnectData

/// What the entry points to is never freed: it lives as long as the process, as the ABI wants it.
func makeStatic<Content>(_ content: Content) -> UnsafePointer<Content> {
    let pointer = UnsafeMutablePointer<Content>.allocate(capacity: 1)
    pointer.initialize(to: content)
    return UnsafePointer(pointer)
}

/// An array that is never freed; nil for an empty one.
func makeStatic<Element>(_ elements: [Element]) -> UnsafePointer<Element>? {
    guard !elements.isEmpty else { return nil }
    let pointer = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
    _ = pointer.initialize(from: elements)
    return UnsafePointer(pointer.baseAddress)
}

/// A text that is never freed.
func makeStatic(_ string: String) -> Text {
    let utf8 = Array(string.utf8)
    return Text(UnsafeRawBufferPointer(start: makeStatic(utf8.isEmpty ? [0] : utf8), count: utf8.count))
}

/// A definition as the ABI describes it; nil for one without keys.
func makeStatic(_ definition: ConfigDef, _ context: UnsafeRawPointer) -> UnsafePointer<millrace_config_definition>? {
    guard !definition.keys.isEmpty else { return nil }
    let keys = definition.keys.map { makeKey($0, context) }
    return makeStatic(
        millrace_config_definition(
            size: UInt32(MemoryLayout<millrace_config_definition>.size),
            key_size: UInt32(MemoryLayout<millrace_config_key>.stride), keys: makeStatic(keys),
            key_count: UInt64(keys.count)))
}

private func makeKey(_ key: ConfigDef.Key, _ context: UnsafeRawPointer) -> millrace_config_key {
    var result = millrace_config_key()
    result.name = makeStatic(key.name)
    result.type = UInt32(key.type.number)
    result.importance = UInt32(key.importance.number)
    result.width = UInt32(key.width.number)
    switch key.defaultValue {
    case .required: result.flags |= UInt32(MILLRACE_CONFIG_REQUIRED)
    case .value(.password(let password)): result.default_value = makeStatic(password.value)
    case .value(let value): result.default_value = value.text.map { makeStatic($0) } ?? .absent
    }
    if key.isInternal { result.flags |= UInt32(MILLRACE_CONFIG_INTERNAL) }
    result.documentation = makeStatic(key.documentation)
    result.group = key.group.map { makeStatic($0) } ?? .absent
    result.display_name = makeStatic(key.displayName)
    result.order_in_group = Int32(key.orderInGroup)
    result.dependents = makeStatic(key.dependents.map { makeStatic($0) })
    result.dependent_count = UInt32(key.dependents.count)
    result.context = context
    if key.validator != nil { result.validate = { ExportedClass.validate($0, $1, $2, $3) } }
    if key.recommender != nil {
        result.recommend = { ExportedClass.recommend($0, $1, $2, $3, $4) }
        result.visible = { ExportedClass.isVisible($0, $1, $2) }
    }
    return result
}

extension ConfigDef.ValueType {
    fileprivate var number: Int {
        switch self {
        case .boolean: Int(MILLRACE_CONFIG_BOOLEAN)
        case .string: Int(MILLRACE_CONFIG_STRING)
        case .int: Int(MILLRACE_CONFIG_INT)
        case .short: Int(MILLRACE_CONFIG_SHORT)
        case .long: Int(MILLRACE_CONFIG_LONG)
        case .double: Int(MILLRACE_CONFIG_DOUBLE)
        case .list: Int(MILLRACE_CONFIG_LIST)
        case .class: Int(MILLRACE_CONFIG_CLASS)
        case .password: Int(MILLRACE_CONFIG_PASSWORD)
        }
    }
}

extension ConfigDef.Importance {
    fileprivate var number: Int {
        switch self {
        case .high: Int(MILLRACE_IMPORTANCE_HIGH)
        case .medium: Int(MILLRACE_IMPORTANCE_MEDIUM)
        case .low: Int(MILLRACE_IMPORTANCE_LOW)
        }
    }
}

extension ConfigDef.Width {
    fileprivate var number: Int {
        switch self {
        case .none: Int(MILLRACE_WIDTH_NONE)
        case .short: Int(MILLRACE_WIDTH_SHORT)
        case .medium: Int(MILLRACE_WIDTH_MEDIUM)
        case .long: Int(MILLRACE_WIDTH_LONG)
        }
    }
}
