internal import CapnProto

/// The names that the annotation `name` of swift.capnp gives.
struct SwiftNames {
    /// The annotation's own number.
    static let annotationID: UInt64 = 0xb627_fac5_8828_5bdb

    /// By a node's id.
    private(set) var nodes: [UInt64: String] = [:]
    /// Of fields, enumerants and methods, by the id of the node they are members of, and their index in it.
    private(set) var members: [UInt64: [Int: String]] = [:]
    /// A name that is none in Swift, if there is one.
    private(set) var invalid: String?

    init(of all: some Sequence<Node.Reader>) throws(WireError) {
        for node in all {
            if let name = try take(node.annotations) { nodes[node.id] = name }
            switch try node.which {
            case .struct(let structure):
                for (index, field) in try structure.fields.enumerated() {
                    if let name = try take(field.annotations) { members[node.id, default: [:]][index] = name }
                }
            case .enum(let enumeration):
                for (index, enumerant) in try enumeration.enumerants.enumerated() {
                    if let name = try take(enumerant.annotations) { members[node.id, default: [:]][index] = name }
                }
            case .interface(let interface):
                for (index, method) in try interface.methods.enumerated() {
                    if let name = try take(method.annotations) { members[node.id, default: [:]][index] = name }
                }
            default: break
            }
        }
    }

    private mutating func take(_ annotations: ListReader<Annotation>) throws(WireError) -> String? {
        for annotation in annotations where annotation.id == Self.annotationID {
            guard case .text(let name) = try annotation.value.which else { continue }
            if !SwiftNamer.isIdentifier(name) { invalid = name }
            return name
        }
        return nil
    }
}
