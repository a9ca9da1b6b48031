public import CapnProto

/// Why no Swift can be generated.
public enum GenerationError: Error, Equatable, Sendable {
    /// The request isn't a `CodeGeneratorRequest`, or a broken one.
    case unreadableRequest(WireError)
    /// The request refers to a node that it doesn't hold.
    case missingNode(id: UInt64)
    /// A file uses types of several files, itself perhaps among them, that have the same name in Swift.
    case ambiguousType(name: String, files: [String])
    /// An annotation gives a name that can't be one in Swift.
    case invalidName(String)
    /// A constant or default value is larger than what one segment of a message can hold.
    case valueTooLarge(name: String)
}

extension GenerationError: CustomStringConvertible {
    /// One sentence for whoever runs the generator.
    public var description: String {
        switch self {
        case .unreadableRequest(let error):
            "the code generator request can't be read: \(error)"
        case .missingNode(let id):
            "the code generator request doesn't hold node 0x\(String(id, radix: 16)), which it refers to"
        case .ambiguousType(let name, let files):
            "type '\(name)' is declared by \(files.joined(separator: " and ")), which are used together: "
                + "the annotation 'name' of swift.capnp gives one of them another name in Swift"
        case .invalidName(let name):
            "annotation 'name': expected a name of letters, digits and underscores, found '\(name)'"
        case .valueTooLarge(let name):
            "the value of '\(name)' is too large to be part of a program"
        }
    }
}
