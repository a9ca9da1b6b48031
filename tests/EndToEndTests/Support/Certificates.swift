import Testing

/// Certificates of nodes, under an authority of their own, as `pangea certs` makes them.
enum Certificates {
    /// Makes them in a folder, and returns the path of theirs.
    static func make(in folder: TemporaryFolder, for nodes: [String]) async throws -> String {
        let path = "\(folder.path)/certs"
        let pangea = try await ServiceProcess("pangea", name: "pangea", ["certs", "--directory", path] + nodes)
        #expect(try await pangea.exitStatus() == 0, "\(pangea.log)")
        return path
    }
}
