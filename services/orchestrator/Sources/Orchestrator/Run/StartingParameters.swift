package import Digests
internal import Foundation
package import Hosting
package import JobFile
package import Learning
package import ModelFiles

/// What a run's parameters start from where its job names a file.
package struct StartingParameters: Sendable {
    /// Of the file; part of the run's lineage.
    package let digest: Digest
    /// A flat vector of the model's layout.
    package let parameters: FloatArena

    /// The tensors of `file`, which have to be those of `layout`.
    ///
    /// Throws a `ModelFileError` that names the tensor, with the expected and the found shape.
    package init(_ file: TensorFile, layout: ParameterLayout) throws(ModelFileError) {
        digest = file.digest
        parameters = try file.parameters(layout)
    }

    /// The file that a job names, nil for none; a relative path begins at the job file's folder.
    ///
    /// Throws a `ServiceFailure` where it can't be read as tensors.
    package static func file(of job: Job, at jobPath: String) throws(ServiceFailure) -> TensorFile? {
        guard let from = job.initialise?.from else { return nil }
        let folder = URL(fileURLWithPath: jobPath).deletingLastPathComponent()
        do {
            return try TensorFile(path: URL(fileURLWithPath: from, relativeTo: folder).path)
        } catch {
            throw ServiceFailure(.badInput, "initialise.from of \(jobPath)", cause: error)
        }
    }
}
