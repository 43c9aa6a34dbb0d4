import CMillrace
import ConnectData

private final class TransformationBox {
    let transformation: any Transformation

    init(_ transformation: any Transformation) {
        self.transformation = transformation
    }
}

private final class PredicateBox {
    let predicate: any Predicate

    init(_ predicate: any Predicate) {
        self.predicate = predicate
    }
}

extension Plugin {
    static func transformation<Step: Transformation>(_ type: Step.Type) -> millrace_descriptor {
        let exported = ExportedClass(config: type.config, make: { TransformationBox(Step()) })
        let table = millrace_transformation_functions(
            size: UInt32(MemoryLayout<millrace_transformation_functions>.size), reserved: 0,
            create: ExportedClass.create,
            destroy: { destroyInstance($0) },
            configure: { box, config, error in
                barrier(error) {
                    try instance(box, TransformationBox.self).transformation.configure(properties(config))
                }
            },
            apply: { box, batch, index, error in
                let transformation = instance(box, TransformationBox.self).transformation
                guard let batch else { return ConnectError.ok }
                let memory = RecordMemory(batch)
                return visit(batch, from: index, error) { record, _ in
                    // Changes are made to a copy, so that a record that fails stays as it was.
                    var changed = record.pointee
                    try transformation.apply(&changed, memory: memory)
                    record.pointee = changed
                }
            })
        return descriptor(type, kind: MILLRACE_TRANSFORMATION, exported, functions: makeStatic(table))
    }

    static func predicate<Step: Predicate>(_ type: Step.Type) -> millrace_descriptor {
        let exported = ExportedClass(config: type.config, make: { PredicateBox(Step()) })
        let table = millrace_predicate_functions(
            size: UInt32(MemoryLayout<millrace_predicate_functions>.size), reserved: 0,
            create: ExportedClass.create,
            destroy: { destroyInstance($0) },
            configure: { box, config, error in
                barrier(error) { try instance(box, PredicateBox.self).predicate.configure(properties(config)) }
            },
            test: { box, batch, index, results, error in
                let predicate = instance(box, PredicateBox.self).predicate
                return visit(batch, from: index, error) { record, index in
                    results?[index] = try predicate.test(record.pointee) ? 1 : 0
                }
            })
        return descriptor(type, kind: MILLRACE_PREDICATE, exported, functions: makeStatic(table))
    }
}
