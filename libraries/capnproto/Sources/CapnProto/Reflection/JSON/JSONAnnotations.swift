/// What the annotations of json.capnp say about a field, an enumerant or a struct.
struct JSONAnnotations: Sendable {
    /// How a union's member is told by a field of its own.
    struct Discriminator: Sendable {
        let name: String?
        let valueName: String?
    }

    /// How a data is written.
    enum DataForm: Sendable {
        case numbers
        case base64
        case hexadecimal
    }

    private(set) var name: String?
    /// The prefix of the names, where the fields of a struct are to stand among those of the outer one.
    private(set) var flattenedPrefix: String?
    private(set) var discriminator: Discriminator?
    private(set) var dataForm = DataForm.numbers

    init(_ annotations: ListReader<SchemaLanguage.Annotation>) throws(WireError) {
        for annotation in annotations {
            // The numbers are those of json.capnp.
            switch annotation.id {
            case 0xfa5b_1fd6_1c2e_7c3d:
                if case .text(let text) = try annotation.value.which { name = text }
            case 0x82d3_e852_af03_36bf:
                let options = try annotation.value.raw.pointer(at: 0).rawStructure()
                flattenedPrefix = try options.text(at: 0)
            case 0xcfa7_94e8_d19a_0162:
                let options = try annotation.value.raw.pointer(at: 0).rawStructure()
                discriminator = Discriminator(
                    name: options.hasPointer(at: 0) ? try options.text(at: 0) : nil,
                    valueName: options.hasPointer(at: 1) ? try options.text(at: 1) : nil)
            case 0xd7d8_7945_0a25_3e4b: dataForm = .base64
            case 0xf061_e22f_0ae5_c7b5: dataForm = .hexadecimal
            default: break
            }
        }
    }
}
