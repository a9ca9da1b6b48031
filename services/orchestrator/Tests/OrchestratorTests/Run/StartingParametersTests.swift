import Digests
import Foundation
import Hosting
import JobFile
import Learning
import ModelFiles
import Orchestrator
import Testing

@Suite struct StartingParametersTests {
    static let yaml = Samples.yaml + "\ninitialise: {from: start.file}"
    static let values: [Float] = [0.5, -1, 2, -4, 8, -16, 0.25, -0.125]

    /// A file of the small job's model, with these values.
    static func file(_ values: [Float] = values, in folder: TemporaryFolder, _ name: String = "start.file") throws
        -> TensorFile
    {
        let layout = try Samples.context().model.layout
        try TensorFile.write(values.span, layout: layout, to: "\(folder.path)/\(name)")
        return try TensorFile(path: "\(folder.path)/\(name)")
    }

    static func context(_ file: TensorFile) throws -> RunContext {
        try RunContext(job: Job(yaml: yaml), dataset: Samples.dataset, start: file)
    }

    @Test func `a run starts from the file's parameters, whatever the seed`() throws {
        let folder = try TemporaryFolder()
        let context = try Self.context(Self.file(in: folder))
        #expect(RunState.initial(in: context).training.parameters.elements == Self.values)
    }

    @Test func `the file's bytes are part of the lineage, its name is not`() throws {
        let folder = try TemporaryFolder()
        let probe = Digest.of("probe")
        let lineage = try Self.context(Self.file(in: folder)).lineage(probe: probe)
        #expect(try Self.context(Self.file(in: folder, "moved.file")).lineage(probe: probe) == lineage)
        #expect(try Self.context(Self.file(Self.values.reversed(), in: folder)).lineage(probe: probe) != lineage)
        #expect(try Samples.context().lineage(probe: probe) != lineage)
    }

    @Test func `a file of another model is refused, and the tensor named`() throws {
        let folder = try TemporaryFolder()
        let other = try Model(.multilayerPerceptron(inputs: 3, hidden: [], outputs: 3)).layout
        let values = [Float](repeating: 0, count: other.count)
        let path = folder.path + "/other.file"
        try TensorFile.write(values.span, layout: other, to: path)
        let file = try TensorFile(path: path)
        let error = #expect(throws: ModelFileError.self) { try Self.context(file) }
        #expect(
            error?.description
                == "\(path): safetensors: tensor \"fc1.weight\": expected F32, F16 or BF16 of shape [2, 3], "
                + "found F32 of shape [3, 3]")
    }

    @Test func `a relative path begins at the job file's folder`() throws {
        let folder = try TemporaryFolder()
        _ = try Self.file(in: folder)
        let job = try Job(yaml: Self.yaml)
        let found = try StartingParameters.file(of: job, at: folder.path + "/job.yaml")
        #expect(found.map { $0.path } == folder.path + "/start.file")
        #expect(
            try StartingParameters.file(of: Job(yaml: Samples.yaml), at: folder.path + "/job.yaml").map { $0.path }
                == nil)
        let error = #expect(throws: ServiceFailure.self) {
            try StartingParameters.file(of: job, at: folder.path + "/elsewhere/job.yaml")
        }
        #expect(error?.status == .badInput)
    }
}
