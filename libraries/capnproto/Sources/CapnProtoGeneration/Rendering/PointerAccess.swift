/// The expressions that read a value behind a pointer.
struct PointerAccess {
    let type: TypeModel

    /// The runtime's word for the kind of value.
    var method: String {
        switch type {
        case .text: "text"
        case .data: "data"
        case .structure: "structure"
        case .list: "list"
        case .interface: "capability"
        default: "pointer"
        }
    }

    /// Reads pointer `index` of `raw`.
    func read(at index: Int, defaultConstant: String?) -> String {
        if case .parameter(let name) = type { return "try \(name).pointee(at: raw.pointer(at: \(index)))" }
        let fallback = defaultConstant.map { ", default: \($0)" } ?? ""
        let attempt = isThrowing ? "try " : ""
        return "\(attempt)raw.\(method)(at: \(index)\(structType.map { ", as: \($0)" } ?? "")\(fallback))"
    }

    /// Reads what a constant message holds.
    func read(fromConstant name: String) -> String {
        isThrowing ? "try \(name).pointer.\(method)(\(structType.map { "as: \($0)" } ?? ""))" : "\(name).pointer"
    }

    /// The struct's type as an argument, which a reader's type alone doesn't tell.
    private var structType: String? {
        if case .structure(let name) = type { "\(name).self" } else { nil }
    }

    var isThrowing: Bool {
        if case .anyPointer = type { false } else { true }
    }
}
