import CMillrace
import Testing

@testable import ConnectData

/// Any thread may intern, retain and release. ThreadSanitizer runs this too.
@Suite struct SchemaThreadTests {
    /// Threads of a group meet at few schemas, so that the last release and the next intern of one often coincide.
    @Test func threadsInternAndReleaseTheSameSchemas() async throws {
        let table = SchemaTable()
        let wrong = Counter()
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<8 {
                group.addTask {
                    let make = Making(table: table)
                    for round in 0..<4000 {
                        let version = Int32((round + thread) % 3)
                        guard
                            let field = try? table.intern(make.shared(.string, version)),
                            let schema = try? table.intern(make.array(of: field, version))
                        else {
                            wrong.add()
                            continue
                        }
                        if schema.valueSchema != field || schema.version != version { wrong.add() }
                        table.retain(schema)
                        table.release(field)
                        table.release(schema)
                        if schema.valueSchema?.version != version { wrong.add() }
                        table.release(schema)
                    }
                }
            }
        }
        #expect(wrong.count == 0)
        #expect(table.count == 0)
    }

    /// What one thread interned, others may hold through batches of their own.
    @Test func batchesOfManyThreadsHoldOneSchema() async throws {
        let make = Making()
        let schema = try make.schema(make.description(.string, name: "held by many threads"))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<500 {
                        let batch = Batch(records: 1)
                        batch.hold(schema)
                        batch.append().pointee.value_schema = schema.pointer
                    }
                }
            }
        }
        #expect(schema.name.string == "held by many threads")
    }
}

extension Making {
    fileprivate func shared(_ type: ValueType, _ version: Int32) -> millrace_schema {
        var schema = millrace_schema_of(type.rawValue)
        schema.has_version = 1
        schema.version = version
        return schema
    }

    fileprivate func array(of element: Schema, _ version: Int32) -> millrace_schema {
        var schema = shared(.array, version)
        schema.value_schema = element.pointer
        return schema
    }
}
