internal import Datasets
internal import Digests
internal import Learning
internal import ModelFiles
internal import Safetensors
internal import Terminal

/// A model: its layers, its parameters, and what its inputs go through.
struct ModelFileReport: FileReport {
    /// One layer.
    struct Layer: Encodable {
        let name: String
        let kind: String
        let output: [Int]
        let parameters: Int
    }

    let kind = "model"
    let path: String
    let bytes: Int
    let sha256: String
    /// What the run's summary has.
    let summarySHA256: String?
    let problem: String?
    let job: String
    let input: [Int]
    let parameters: Int
    let layers: [Layer]
    let preprocessing: PreprocessingReport
    let tensors: TensorTable

    /// Takes a file for a model.
    ///
    /// Throws `.damaged` where its texts aren't those of one; tensors of another model are its problem.
    init(_ head: TensorFileHead, path: String, byteCount: Int) throws(InspectionError) {
        let metadata: ModelMetadata
        let model: Model
        do throws(ModelFileError) {
            metadata = try ModelMetadata(head.header.metadata, path: path)
            model = try metadata.model(path: path)
        } catch {
            throw .damaged(path: path, reason: String("\(error)".trimmingPrefix("\(path): ")))
        }
        self.path = path
        bytes = byteCount
        sha256 = "\(head.digest)"
        summarySHA256 = head.summaryDigest.map { "\($0)" }
        job = metadata.job
        input = model.description.inputShape
        parameters = model.layout.count
        layers = model.summary.map {
            Layer(name: $0.name, kind: $0.kind, output: $0.outputShape, parameters: $0.parameters)
        }
        preprocessing = PreprocessingReport(metadata.preprocessing)
        tensors = TensorTable(head.header.entries)
        problem = Self.misfit(model.layout, head.header.entries)
    }

    /// What is wrong with the tensors; nil where they are just those of the layers.
    private static func misfit(_ layout: ParameterLayout, _ entries: [TensorEntry]) -> String? {
        let found = Dictionary(entries.map { ($0.name, $0) }) { first, _ in first }
        for wanted in layout.entries {
            guard let entry = found[wanted.name] else {
                return "expected a tensor \"\(wanted.name)\" for the layers, found none"
            }
            guard entry.shape == wanted.shape else {
                return "tensor \"\(wanted.name)\": expected shape \(wanted.shape) for the layers, found \(entry.shape)"
            }
        }
        return entries.count == layout.entries.count
            ? nil : "expected \(layout.entries.count) tensors for the layers, found \(entries.count)"
    }

    func add(to report: inout ReportText) {
        report.title("\(path): a model")
        report.fact("job", job)
        if let problem { report.fact("tensors", problem, .bad) }
        report.fact("parameters", "\(parameters)")
        report.fact("sha256", sha256)
        if let summarySHA256 { report.fact("in a summary", summarySHA256) }
        report.fact("bytes", "\(bytes)")
        report.section("Layers, input \(ReportText.shape(input))")
        report.table(
            [["layer", "kind", "output", "parameters"]]
                + layers.map { [$0.name, $0.kind, ReportText.shape($0.output), "\($0.parameters)"] }, right: [3])
        preprocessing.add(to: &report)
        tensors.add(to: &report, title: "Tensors")
    }
}
