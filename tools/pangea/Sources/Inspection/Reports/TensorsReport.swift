internal import Digests
internal import Safetensors

/// Tensors of any other program: a `state_dict` of PyTorch's, for example.
struct TensorsReport: FileReport {
    let kind = "tensors"
    let path: String
    let bytes: Int
    let sha256: String
    let metadata: [String: String]
    let tensors: TensorTable

    var problem: String? { nil }

    init(_ head: TensorFileHead, path: String, byteCount: Int) {
        self.path = path
        bytes = byteCount
        sha256 = "\(head.digest)"
        metadata = head.header.metadata
        tensors = TensorTable(head.header.entries)
    }

    func add(to report: inout ReportText) {
        report.title("\(path): tensors, neither a model of Pangea's nor a checkpoint")
        report.fact("sha256", sha256)
        report.fact("bytes", "\(bytes)")
        report.fact("elements", "\(tensors.elementCount)")
        if !metadata.isEmpty {
            report.section("Texts")
            report.table(metadata.sorted { $0.key < $1.key }.map { [$0.key, $0.value] })
        }
        tensors.add(to: &report, title: "Tensors")
    }
}
