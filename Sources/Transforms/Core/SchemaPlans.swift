import CMillrace
package import ConnectData

/// What a transformation has worked out for the schemas that it saw last, as many as Connect keeps: schema work is done
/// once per schema and not per record. Plans lie at fixed places, so that no record counts references.
package final class SchemaPlans<Plan> {
    private static var limit: Int { 16 }

    private var lastSchema: UnsafePointer<millrace_schema>?
    private var lastPlan: UnsafePointer<Plan>?
    /// The one that was used last at the end. A reference keeps a schema's address from being used again.
    private var known: [(schema: SchemaReference, plan: UnsafeMutablePointer<Plan>)] = []

    package init() {}

    deinit {
        for (_, plan) in known { free(plan) }
    }

    /// The plan for a schema, made if there is none. Valid until the next plan is made.
    @inline(__always)
    package func plan(
        for schema: Schema, _ make: @autoclosure () throws(ConnectError) -> Plan
    ) throws(ConnectError) -> UnsafePointer<Plan> {
        if let known = find(schema) { return known }
        return add(try make(), for: schema)
    }

    @inline(__always)
    private func find(_ schema: Schema) -> UnsafePointer<Plan>? {
        lastSchema == schema.pointer ? lastPlan : findKnown(schema)
    }

    @inline(never)
    private func findKnown(_ schema: Schema) -> UnsafePointer<Plan>? {
        guard let place = known.firstIndex(where: { $0.schema.schema == schema }) else { return nil }
        let found = known.remove(at: place)
        known.append(found)
        return remember(schema, found.plan)
    }

    @inline(never)
    private func add(_ plan: Plan, for schema: Schema) -> UnsafePointer<Plan> {
        if known.count == Self.limit { free(known.removeFirst().plan) }
        let place = UnsafeMutablePointer<Plan>.allocate(capacity: 1)
        place.initialize(to: plan)
        known.append((SchemaReference(retaining: schema), place))
        return remember(schema, place)
    }

    private func remember(_ schema: Schema, _ plan: UnsafeMutablePointer<Plan>) -> UnsafePointer<Plan> {
        lastSchema = schema.pointer
        lastPlan = UnsafePointer(plan)
        return UnsafePointer(plan)
    }

    private func free(_ plan: UnsafeMutablePointer<Plan>) {
        plan.deinitialize(count: 1)
        plan.deallocate()
    }
}
