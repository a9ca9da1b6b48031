/// The plans of one conversion, each made once.
struct JSONPlans {
    private var plans: [ObjectIdentifier: JSONPlan] = [:]

    /// The plan of a struct that isn't flattened.
    mutating func plan(of structure: StructPlan, in set: SchemaSet) throws(WireError) -> JSONPlan {
        if let plan = plans[ObjectIdentifier(structure)] { return plan }
        let plan = try JSONPlan(structure, in: set)
        plans[ObjectIdentifier(structure)] = plan
        return plan
    }
}
