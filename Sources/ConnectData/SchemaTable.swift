public import CMillrace
import Synchronization

/// The process's interned schemas: equal schemas are one pointer for as long as anyone holds a reference, and a schema
/// that nobody holds is gone, so that a million distinct schemas in a row use bounded memory.
///
/// Every function may be called from any thread.
public final class SchemaTable: Sendable {
    /// The table that a process's batches, converters and plugins share.
    public static let shared = SchemaTable()

    private let buckets = Mutex(SchemaBuckets())

    /// An empty table.
    public init() {}

    /// The number of distinct schemas that someone holds.
    public var count: Int { buckets.withLock { $0.count } }

    /// The interned schema that equals a description, with a reference that the caller must release.
    ///
    /// Everything is copied; the schemas that the description names must be interned here, and the result holds them.
    /// Throws `.badData` for a description that is no valid schema.
    public func intern(_ description: millrace_schema) throws(ConnectError) -> Schema {
        try checkDescription(description)
        var hasher = Hasher()
        hashDescription(description, into: &hasher)
        let hash = hasher.finalize()
        return buckets.withLock { buckets in
            if let found = buckets.find(hash, where: { equalDescriptions($0.pointee, description) }) {
                InternedSchema(found).retain()
                return found
            }
            let made = InternedSchema.make(from: description, hash: hash)
            buckets.insert(made)
            return made.schema
        }
    }

    /// Takes one more reference to a schema that the caller, or something that it keeps alive, holds already.
    public func retain(_ schema: Schema) {
        InternedSchema(schema).retain()
    }

    /// Gives a reference back. The last one frees the schema, and gives back the references that it held.
    public func release(_ schema: Schema) {
        guard giveBack(schema) else { return }
        // A loop, because schemas may be nested deeper than the stack is.
        var gone = [schema]
        while let schema = gone.popLast() {
            gone += InternedSchema(schema).heldSchemas().filter(giveBack)
            InternedSchema(schema).free()
        }
    }

    /// Gives one reference back; true if it was the last, and the schema is in the table no more.
    private func giveBack(_ schema: Schema) -> Bool {
        let interned = InternedSchema(schema)
        if interned.releaseUnlessLast() { return false }
        // The last reference is given back under the lock, so that no `intern` can find a schema that is being freed.
        return buckets.withLock { buckets in
            guard interned.releaseLast() else { return false }
            buckets.remove(interned)
            return true
        }
    }
}

/// A hash table with chains through the schemas themselves.
private struct SchemaBuckets: ~Copyable {
    private var heads: [Schema?] = Array(repeating: nil, count: 64)
    private(set) var count = 0

    private func bucket(_ hash: Int) -> Int { hash & (heads.count - 1) }

    func find(_ hash: Int, where matches: (UnsafePointer<millrace_schema>) -> Bool) -> Schema? {
        var next = heads[bucket(hash)]
        while let schema = next {
            let interned = InternedSchema(schema)
            if interned.hash == hash, matches(schema.pointer) { return schema }
            next = interned.next
        }
        return nil
    }

    mutating func insert(_ interned: InternedSchema) {
        if count == heads.count { grow() }
        let index = bucket(interned.hash)
        interned.next = heads[index]
        heads[index] = interned.schema
        count += 1
    }

    mutating func remove(_ interned: InternedSchema) {
        let index = bucket(interned.hash)
        if heads[index] == interned.schema {
            heads[index] = interned.next
        } else {
            var previous = heads[index]
            while let schema = previous, InternedSchema(schema).next != interned.schema {
                previous = InternedSchema(schema).next
            }
            if let schema = previous { InternedSchema(schema).next = interned.next }
        }
        count -= 1
    }

    private mutating func grow() {
        let old = heads
        heads = Array(repeating: nil, count: old.count * 2)
        for head in old {
            var next = head
            while let schema = next {
                let interned = InternedSchema(schema)
                next = interned.next
                let index = bucket(interned.hash)
                interned.next = heads[index]
                heads[index] = schema
            }
        }
    }
}
