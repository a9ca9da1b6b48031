/// The expressions that read and write one field.
struct SlotAccess {
    let slot: SlotModel
    let defaultConstant: String

    /// Makes the expressions for a field of a struct, whose defaults' constants have a Swift path.
    init(slot: SlotModel, names: FieldNames, constantsPath: String) {
        self.slot = slot
        defaultConstant = "\(constantsPath).\(names.defaultConstant)"
    }

    /// The default's constant, if there is one.
    var pointerDefault: String? {
        if case .words = slot.defaultValue { defaultConstant } else { nil }
    }

    /// Reads the field from `raw`.
    ///
    /// The type follows from where the expression stands.
    var read: String {
        switch slot.type {
        case .void: "()"
        case .bool: "raw.readBool(atBit: \(slot.offset)\(boolDefault))"
        case .number: "raw.read(at: \(byteOffset)\(scalarDefault))"
        case .enumeration(let name): "\(name)(rawValue: raw.read(at: \(byteOffset)\(scalarDefault)))"
        default: PointerAccess(type: slot.type).read(at: slot.offset, defaultConstant: pointerDefault)
        }
    }

    /// Writes an expression to the field of `raw`, which lies in the data section.
    func write(_ value: String) -> String {
        switch slot.type {
        case .bool: "raw.writeBool(\(value), atBit: \(slot.offset)\(boolDefault))"
        case .enumeration: "raw.write(\(value).rawValue, at: \(byteOffset)\(scalarDefault))"
        default: "raw.write(\(value), at: \(byteOffset)\(scalarDefault))"
        }
    }

    /// Sets the field back to its default.
    var clear: String? {
        switch slot.type {
        case .void: nil
        case .bool: "raw.writeBool(false, atBit: \(slot.offset))"
        case .number(let number): "raw.write(0 as \(unsigned(number)), at: \(byteOffset))"
        case .enumeration: "raw.write(0 as Swift.UInt16, at: \(byteOffset))"
        default: "try raw.pointer(at: \(slot.offset)).clear()"
        }
    }

    private var byteOffset: Int {
        if case .number(let number) = slot.type { slot.offset * number.byteCount } else { slot.offset * 2 }
    }

    private var boolDefault: String {
        slot.defaultValue == .bool(true) ? ", default: true" : ""
    }

    private var scalarDefault: String {
        switch slot.defaultValue {
        case .number(let literal): ", default: \(literal)"
        case .enumerant(let number): ", default: \(number)"
        default: ""
        }
    }

    private func unsigned(_ number: NumberType) -> String { "Swift.UInt\(number.byteCount * 8)" }
}
