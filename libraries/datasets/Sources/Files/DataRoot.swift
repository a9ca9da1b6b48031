private import Glibc

/// The folder that data files must lie in.
package struct DataRoot: Hashable, Sendable {
    /// The folder's path with every symbolic link followed.
    private let resolvedPath: String

    /// Resolves the folder at `path`.
    ///
    /// Throws `.root` when it is missing, not a folder, or out of reach.
    package init(_ path: String) throws(DatasetError) {
        guard !path.utf8.contains(0) else { throw .path(path, .zeroByte) }
        do throws(FileProblem) {
            resolvedPath = try DataRoot.follow(path)
        } catch {
            throw .root(path, error)
        }
        var status = stat()
        // Safe: the call fills the structure and keeps nothing.
        guard unsafe stat(resolvedPath, &status) == 0 else { throw .root(path, FileProblem(code: errno)) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .root(path, .noFolder) }
    }

    /// The path of a file below the root, with every symbolic link followed.
    ///
    /// Throws `.path` for a path that is empty or absolute, has a component `..`, or leads out of the root, and
    /// `.file` where there is nothing to resolve.
    package func resolve(_ path: String) throws(DatasetError) -> String {
        if let problem = DataRoot.problem(of: path) { throw .path(path, problem) }
        let resolved: String
        do throws(FileProblem) {
            resolved = try DataRoot.follow(resolvedPath + "/" + path)
        } catch {
            throw .file(path, error)
        }
        let folder = resolvedPath.hasSuffix("/") ? resolvedPath : resolvedPath + "/"
        guard resolved == resolvedPath || resolved.utf8.starts(with: folder.utf8) else {
            throw .path(path, .outsideRoot)
        }
        return resolved
    }

    private static func problem(of path: String) -> PathProblem? {
        if path.isEmpty { return .empty }
        if path.utf8.contains(0) { return .zeroByte }
        if path.utf8.first == UInt8(ascii: "/") { return .absolute }
        let components = path.utf8.split(separator: UInt8(ascii: "/"))
        return components.contains { $0.elementsEqual("..".utf8) } ? .parentFolder : nil
    }

    /// The path of a file with every symbolic link followed.
    static func follow(_ path: String) throws(FileProblem) -> String {
        // Safe: realpath returns a new, zero-terminated string, which is copied and freed here.
        guard let resolved = unsafe realpath(path, nil) else { throw FileProblem(code: errno) }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }
}
