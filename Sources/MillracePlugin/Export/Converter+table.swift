import CMillrace
import ConnectData

private final class ConverterBox {
    let converter: any Converter
    var side = RecordSide.value

    init(_ converter: any Converter) {
        self.converter = converter
    }

    func fromConnect(_ record: inout Record, _ memory: RecordMemory) throws {
        switch side {
        case .key:
            record.setKey(
                try converter.fromConnect(
                    topic: record.topic, schema: record.keySchema, value: record.key, memory: memory))
        case .value:
            record.setValue(
                try converter.fromConnect(
                    topic: record.topic, schema: record.valueSchema, value: record.value, memory: memory))
        }
    }

    func toConnect(_ record: inout Record, _ memory: RecordMemory) throws {
        switch side {
        case .key:
            let result = try converter.toConnect(topic: record.topic, bytes: record.key, memory: memory)
            record.setKey(result.value, schema: result.schema)
        case .value:
            let result = try converter.toConnect(topic: record.topic, bytes: record.value, memory: memory)
            record.setValue(result.value, schema: result.schema)
        }
    }
}

private final class HeaderConverterBox {
    let converter: any HeaderConverter

    init(_ converter: any HeaderConverter) {
        self.converter = converter
    }
}

extension Plugin {
    static func converter<Step: Converter>(_ type: Step.Type) -> millrace_descriptor {
        let exported = ExportedClass(config: type.config, make: { ConverterBox(Step()) })
        let table = millrace_converter_functions(
            size: UInt32(MemoryLayout<millrace_converter_functions>.size), reserved: 0,
            create: ExportedClass.create,
            destroy: { destroyInstance($0) },
            configure: { box, config, side, error in
                barrier(error) {
                    let box = instance(box, ConverterBox.self)
                    box.side = side == Int32(MILLRACE_SIDE_KEY) ? .key : .value
                    try box.converter.configure(properties(config), side: box.side)
                }
            },
            from_connect: { box, batch, index, error in
                let box = instance(box, ConverterBox.self)
                guard let batch else { return ConnectError.ok }
                return visit(batch, from: index, error) { record, _ in
                    try box.fromConnect(&record.pointee, RecordMemory(batch))
                }
            },
            to_connect: { box, batch, index, error in
                let box = instance(box, ConverterBox.self)
                guard let batch else { return ConnectError.ok }
                return visit(batch, from: index, error) { record, _ in
                    try box.toConnect(&record.pointee, RecordMemory(batch))
                }
            })
        return descriptor(type, kind: MILLRACE_CONVERTER, exported, functions: makeStatic(table))
    }

    static func headerConverter<Step: HeaderConverter>(_ type: Step.Type) -> millrace_descriptor {
        let exported = ExportedClass(config: type.config, make: { HeaderConverterBox(Step()) })
        let table = millrace_header_converter_functions(
            size: UInt32(MemoryLayout<millrace_header_converter_functions>.size), reserved: 0,
            create: ExportedClass.create,
            destroy: { destroyInstance($0) },
            configure: { box, config, error in
                barrier(error) { try instance(box, HeaderConverterBox.self).converter.configure(properties(config)) }
            },
            from_connect: { box, topic, header, batch, error in
                barrier(error, other: .badData) {
                    guard let header, let batch else { return }
                    header.pointee.value = try instance(box, HeaderConverterBox.self).converter.fromConnect(
                        topic: topic, name: header.pointee.name, schema: header.pointee.schema.map(Schema.init),
                        value: header.pointee.value, memory: RecordMemory(batch))
                    header.pointee.schema = nil
                }
            },
            to_connect: { box, topic, header, batch, error in
                barrier(error, other: .badData) {
                    guard let header, let batch else { return }
                    let result = try instance(box, HeaderConverterBox.self).converter.toConnect(
                        topic: topic, name: header.pointee.name, bytes: header.pointee.value,
                        memory: RecordMemory(batch))
                    header.pointee.value = result.value
                    header.pointee.schema = result.schema?.pointer
                }
            })
        return descriptor(type, kind: MILLRACE_HEADER_CONVERTER, exported, functions: makeStatic(table))
    }
}
