internal import Safetensors

/// The tensors of a file, for people and for programs.
struct TensorTable: Encodable {
    /// One of them.
    struct Row: Encodable {
        let name: String
        let type: String
        let shape: [Int]
        let bytes: Int
    }

    let rows: [Row]

    init(_ entries: [TensorEntry]) {
        rows = entries.map { Row(name: $0.name, type: $0.type.rawValue, shape: $0.shape, bytes: $0.bytes.count) }
    }

    func encode(to encoder: any Encoder) throws {
        try rows.encode(to: encoder)
    }

    /// All elements of all tensors.
    var elementCount: Int {
        rows.reduce(0) { sum, row in
            let (total, overflow) = sum.addingReportingOverflow(row.shape.reduce(1) { $0 &* $1 })
            return overflow ? .max : total
        }
    }

    /// Adds a section with a line a tensor.
    func add(to report: inout ReportText, title: String) {
        let bytes = rows.reduce(0) { $0 &+ $1.bytes }
        report.section("\(title): \(rows.count), \(bytes) bytes")
        report.table(rows.map { [$0.name, $0.type, ReportText.shape($0.shape), "\($0.bytes)"] }, right: [3])
    }
}
