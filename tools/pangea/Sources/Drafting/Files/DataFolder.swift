internal import Foundation

/// The folder below which a job's data is, and paths in it.
package struct DataFolder: Sendable {
    /// As it was given, or the data file's own.
    let root: String

    /// The folder `root`, or that of the data file at `path`.
    init(root: String?, above path: String) {
        self.root = root ?? Self.parent(of: path)
    }

    /// A file's path as a job has it.
    ///
    /// Throws `.outsideRoot` where it isn't below the folder.
    func relative(_ path: String) throws(DraftError) -> String {
        let (folder, file) = (Self.resolved(root), Self.resolved(path))
        let prefix = folder == "/" ? "/" : folder + "/"
        guard file.hasPrefix(prefix), file.count > prefix.count else { throw .outsideRoot(path: path, root: root) }
        return String(file.dropFirst(prefix.count))
    }

    /// Whether `pangea run` finds the data by itself, given a job at `path`.
    func isFound(byJobAt path: String) -> Bool {
        let folder = Self.parent(of: path)
        return [folder, "\(folder)/data"].map(Self.resolved).contains(Self.resolved(root))
    }

    /// The files beside another one, by name.
    static func names(beside path: String) -> Set<String> {
        Set((try? FileManager.default.contentsOfDirectory(atPath: parent(of: path))) ?? [])
    }

    /// The path of a file beside another one.
    static func path(of name: String, beside path: String) -> String {
        let parent = parent(of: path)
        return parent == "." ? name : parent == "/" ? "/\(name)" : "\(parent)/\(name)"
    }

    static func name(of path: String) -> String { (path as NSString).lastPathComponent }

    private static func parent(of path: String) -> String {
        let parent = (path as NSString).deletingLastPathComponent
        return parent.isEmpty ? "." : parent
    }

    /// Absolute, with every symbolic link followed.
    private static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}
