internal import Datasets
internal import Foundation

extension Job {
    /// Where Debian puts data sets.
    public static let systemDataRoot = "/usr/share/datasets"

    /// The folder below which the data is of this job, whose file is at `path`: the first of `data` beside the file, the
    /// file's own folder and ``systemDataRoot`` in which all of the data's files can be read; nil where none is one.
    public func dataRoot(besideFile path: String) -> String? {
        let folder = Self.folder(ofFile: path)
        return [folder + "/data", folder, Self.systemDataRoot].first { root in
            data.source.paths.allSatisfy { FileManager.default.isReadableFile(atPath: "\(root)/\($0)") }
        }
    }

    /// The folder of a job file; "." where its path names none.
    public static func folder(ofFile path: String) -> String {
        let parent = (path as NSString).deletingLastPathComponent
        return parent.isEmpty ? "." : parent
    }
}
