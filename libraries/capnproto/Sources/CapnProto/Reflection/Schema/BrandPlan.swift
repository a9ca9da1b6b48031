/// What the type parameters of one scope stand for where a type is used.
struct BrandPlan: Sendable {
    /// The node whose parameters they are.
    let scope: UInt64
    /// A type for each parameter, nothing for one that is unbound; nothing at all where they are those of the user.
    let types: [TypePlan?]?

    static func all(of brand: SchemaLanguage.Brand.Reader) throws(WireError) -> [BrandPlan] {
        var plans: [BrandPlan] = []
        for scope in try brand.scopes {
            switch try scope.which {
            case .inherit: plans.append(BrandPlan(scope: scope.scopeId, types: nil))
            case .bind(let bindings):
                var types: [TypePlan?] = []
                for binding in bindings {
                    if case .type(let type) = try binding.which {
                        types.append(try TypePlan(type))
                    } else {
                        types.append(nil)
                    }
                }
                plans.append(BrandPlan(scope: scope.scopeId, types: types))
            case .unknown: break
            }
        }
        return plans
    }
}

/// The types that parameters stand for, by the node that has the parameters.
typealias TypeBindings = [UInt64: [BoundType]]

/// A type in which no parameter is left.
indirect enum BoundType: Sendable {
    case void
    case bool
    case number(NumberPlan)
    case enumeration(UInt64, SchemaSet)
    case text
    case data
    case list(BoundType)
    case structure(StructSchema)
    case interface
    case anyPointer

    /// What a type is where parameters are bound; those that aren't are `AnyPointer`.
    init(_ type: TypePlan, in set: SchemaSet, bindings: TypeBindings) {
        switch type.shape {
        case .void: self = .void
        case .bool: self = .bool
        case .number(let number): self = .number(number)
        case .enumeration(let id): self = .enumeration(id, set)
        case .text: self = .text
        case .data: self = .data
        case .list(let element): self = .list(BoundType(element, in: set, bindings: bindings))
        case .structure(let id, let brand):
            self = .structure(
                StructSchema(id: id, in: set, bindings: Self.bindings(brand, in: set, outer: bindings)))
        case .interface: self = .interface
        case .anyPointer: self = .anyPointer
        case .parameter(let scope, let index):
            let types = bindings[scope] ?? []
            self = types.indices.contains(index) ? types[index] : .anyPointer
        }
    }

    private static func bindings(_ brand: [BrandPlan], in set: SchemaSet, outer: TypeBindings) -> TypeBindings {
        var result: TypeBindings = [:]
        for scope in brand {
            guard let types = scope.types else {
                result[scope.scope] = outer[scope.scope]
                continue
            }
            result[scope.scope] = types.map { type in
                type.map { BoundType($0, in: set, bindings: outer) } ?? .anyPointer
            }
        }
        return result
    }

    /// How a list lays out such elements.
    var elementSize: ElementSize {
        switch self {
        case .void: .void
        case .bool: .bit
        case .number(let number): number.elementSize
        case .enumeration: .twoBytes
        case .structure: .composite
        case .text, .data, .list, .interface, .anyPointer: .pointer
        }
    }

    /// The type as the schema language writes it, for errors.
    var name: String {
        switch self {
        case .void: "Void"
        case .bool: "Bool"
        case .number(let number): number.name
        case .enumeration(let id, let set): (try? set.enumeration(id).name) ?? "an enum"
        case .text: "Text"
        case .data: "Data"
        case .list(let element): "List(\(element.name))"
        case .structure(let schema): (try? schema.name) ?? "a struct"
        case .interface: "an interface"
        case .anyPointer: "AnyPointer"
        }
    }
}
