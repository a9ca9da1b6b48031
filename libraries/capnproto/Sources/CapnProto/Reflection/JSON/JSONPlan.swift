/// How a struct or group stands in JSON, by the annotations of its schema.
final class JSONPlan: Sendable {
    /// A schema that somebody made up could flatten structs into each other for ever.
    private static let maximumDepth = 64
    private static let maximumFieldCount = 1 << 16

    /// How a field stands in the object.
    struct Member: Sendable {
        let name: String
        /// The value of the discriminator that says that this member of the union is set.
        let tag: String
        /// The plan of a struct or group, where its fields stand among those of the outer one.
        let flattened: JSONPlan?
        /// What stands in front of their names there.
        let prefix: String
        /// The plan of a group that stands for itself.
        let group: JSONPlan?
    }

    /// What a name in the object leads to.
    enum Target: Sendable {
        case field(Int)
        /// A field of a flattened one.
        case flattened(Int)
        /// A field of a member of the union that is flattened: of which one, the discriminator says.
        case flattenedMember
        case discriminator
        /// The value of the member that the discriminator names.
        case memberValue
    }

    let plan: StructPlan
    /// By the index of the field.
    let members: [Member]
    /// The name of the field that says which member of the union is set.
    let discriminatorName: String?
    let targets: [String: Target]
    /// The union's members by the discriminator's values.
    let tags: [String: Int]

    /// The plan of a struct.
    convenience init(_ plan: StructPlan, in set: SchemaSet) throws(WireError) {
        var fieldCount = 0
        try self.init(
            plan, in: set, discriminator: plan.annotations.discriminator, unionName: nil, depth: 0,
            fieldCount: &fieldCount)
    }

    private init(
        _ plan: StructPlan, in set: SchemaSet, discriminator: JSONAnnotations.Discriminator?, unionName: String?,
        depth: Int, fieldCount: inout Int
    ) throws(WireError) {
        self.plan = plan
        discriminatorName = discriminator.flatMap { $0.name ?? unionName }
        var targets = JSONTargets(id: plan.id)
        if let discriminatorName { try targets.add(discriminatorName, .discriminator) }
        if let name = discriminator?.valueName { try targets.add(name, .memberValue) }
        var members: [Member] = []
        var tags: [String: Int] = [:]
        for (index, field) in plan.fields.enumerated() {
            fieldCount += 1
            guard depth < Self.maximumDepth, fieldCount <= Self.maximumFieldCount else {
                throw .malformedSchema(id: plan.id, reason: "structs are flattened into each other without an end")
            }
            let name = field.annotations.name ?? field.name
            let inner = try Self.inner(of: field, in: set, depth: depth, fieldCount: &fieldCount)
            let isMember = field.discriminant != nil
            let valueName = isMember ? discriminator?.valueName : nil
            if let prefix = field.annotations.flattenedPrefix, let inner {
                members.append(Member(name: name, tag: name, flattened: inner, prefix: prefix, group: nil))
                for key in inner.targets.keys {
                    try targets.add(prefix + key, isMember ? .flattenedMember : .flattened(index))
                }
            } else {
                members.append(Member(name: valueName ?? name, tag: name, flattened: nil, prefix: "", group: inner))
                if valueName == nil { try targets.add(name, .field(index)) }
            }
            if isMember { tags[name] = index }
        }
        self.members = members
        self.targets = targets.byName
        self.tags = tags
    }

    /// The plan of a group, and of a struct that is to be flattened.
    private static func inner(
        of field: FieldPlan, in set: SchemaSet, depth: Int, fieldCount: inout Int
    ) throws(WireError) -> JSONPlan? {
        let annotations = field.annotations
        switch field.content {
        case .group(let group):
            // A flattened union's discriminator may be called like the union.
            let unionName = annotations.flattenedPrefix == nil ? nil : field.name
            return try JSONPlan(
                group, in: set, discriminator: annotations.discriminator ?? group.annotations.discriminator,
                unionName: unionName, depth: depth + 1, fieldCount: &fieldCount)
        case .slot(let slot):
            guard annotations.flattenedPrefix != nil, case .structure(let id, _) = slot.type.shape else { return nil }
            let (plan, home) = try set.structure(id)
            return try JSONPlan(
                plan, in: home, discriminator: plan.annotations.discriminator, unionName: nil, depth: depth + 1,
                fieldCount: &fieldCount)
        }
    }
}

/// Names of an object, none of them twice.
private struct JSONTargets {
    let id: UInt64
    private(set) var byName: [String: JSONPlan.Target] = [:]

    init(id: UInt64) { self.id = id }

    mutating func add(_ name: String, _ target: JSONPlan.Target) throws(WireError) {
        switch (byName.updateValue(target, forKey: name), target) {
        case (nil, _), (.flattenedMember, .flattenedMember): break
        default: throw .malformedSchema(id: id, reason: "two fields are called '\(name)' in JSON")
        }
    }
}
