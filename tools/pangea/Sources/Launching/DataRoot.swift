internal import Datasets
internal import Foundation
internal import JobFile

/// Finds the folder below which a job's data is.
package enum DataRoot {
    /// Where Debian puts data sets.
    package static let system = "/usr/share/datasets"

    /// The folder for a job: the first of `data` beside the job file, the job file's own folder and ``system`` that has
    /// all files of the job's data; the job file's own folder where none has, or where the job can't be read.
    ///
    /// What is wrong then is told by the services, who know more.
    package static func find(forJob path: String) -> String {
        let parent = (path as NSString).deletingLastPathComponent
        let folder = parent.isEmpty ? "." : parent
        guard let job = try? Job(file: path) else { return folder }
        let files = job.data.source.paths
        let candidates = [folder + "/data", folder, system]
        return candidates.first { root in
            files.allSatisfy { FileManager.default.isReadableFile(atPath: "\(root)/\($0)") }
        } ?? folder
    }
}
