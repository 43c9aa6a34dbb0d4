import ConnectData

/// What a transformation has worked out for a schema, so that schema work is done once per schema and not per record.
protocol SchemaPlan: AnyObject {}

/// The plans for the schemas that were seen last: as many as Connect keeps.
struct SchemaPlans<Plan: SchemaPlan> {
    private static var limit: Int { 16 }

    private var last: (schema: Schema, plan: Plan)?
    /// The others, the one that was used last at the end. A reference keeps a schema's address from being used again.
    private var known: [(schema: SchemaReference, plan: Plan)] = []

    /// The plan for a schema, made if it is not known.
    @inline(__always)
    mutating func plan(
        for schema: Schema, make: (Schema) throws(ConnectError) -> Plan
    ) throws(ConnectError) -> Plan {
        if let last, last.schema == schema { return last.plan }
        return try findOrMake(schema, make)
    }

    @inline(never)
    private mutating func findOrMake(
        _ schema: Schema, _ make: (Schema) throws(ConnectError) -> Plan
    ) throws(ConnectError) -> Plan {
        let plan: Plan
        if let place = known.firstIndex(where: { $0.schema.schema == schema }) {
            let found = known.remove(at: place)
            known.append(found)
            plan = found.plan
        } else {
            plan = try make(schema)
            if known.count == Self.limit { known.removeFirst() }
            known.append((SchemaReference(retaining: schema), plan))
        }
        last = (schema, plan)
        return plan
    }
}
