internal import Admission
internal import Foundation
internal import Glibc

/// A folder with an authority and the certificates of its nodes: NAME.pem and NAME.key each.
struct CertificateFolder {
    static let authorityName = "authority"
    /// Bytes that none of its files has more of.
    private static let mostBytes = 1 << 20

    let path: String

    func certificate(of name: String) -> String { "\(path)/\(name).pem" }
    func key(of name: String) -> String { "\(path)/\(name).key" }

    /// Whether one of a node's files is there.
    func holds(_ name: String) -> String? {
        [certificate(of: name), key(of: name)].first(where: FileManager.default.fileExists(atPath:))
    }

    /// The nodes whose certificates are here, by name.
    func nodes() throws(CertificatesError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
                .filter { $0.hasSuffix(".pem") }.map { String($0.dropLast(4)) }
                .filter { $0 != Self.authorityName }.sorted()
        } catch {
            throw .file(path: path, reason: "expected a folder that can be read: \(error.localizedDescription)")
        }
    }

    /// Makes the folder, for its owner alone, where there is none.
    func make() throws(CertificatesError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .file(path: path, reason: "can't be made: \(error.localizedDescription)")
        }
    }

    /// The authority, nil where there is none.
    func issuer() throws(CertificatesError) -> CertificateIssuer? {
        guard let certificate = try read(certificate(of: Self.authorityName)),
            let key = try read(key(of: Self.authorityName))
        else { return nil }
        do throws(AdmissionError) {
            return try CertificateIssuer(certificate: certificate, key: key)
        } catch {
            throw .unfit(path: self.certificate(of: Self.authorityName), reason: "\(error)")
        }
    }

    /// A file's bytes, nil where there is none.
    func read(_ path: String) throws(CertificatesError) -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let file = FileHandle(forReadingAtPath: path),
            let data = try? file.read(upToCount: Self.mostBytes + 1), data.count <= Self.mostBytes
        else { throw .file(path: path, reason: "expected a file of at most \(Self.mostBytes) bytes that can be read") }
        return Array(data)
    }

    /// Writes a certificate and its key, which its owner alone can read; the key comes first, and each is there whole.
    ///
    /// Services that read in between find two that don't go together, and stay with what they have.
    func write(_ issued: IssuedCertificate, as name: String, replacing isReplaced: Bool) throws(CertificatesError) {
        try write(issued.key, to: key(of: name), mode: 0o600, replacing: isReplaced)
        try write(issued.pem, to: certificate(of: name), mode: 0o644, replacing: isReplaced)
    }

    private func write(
        _ bytes: [UInt8], to path: String, mode: mode_t, replacing isReplaced: Bool
    ) throws(CertificatesError) {
        let draft = "\(path).new"
        // Never readable by others, not for a moment; nor through a link that somebody has put there.
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw .file(path: draft, reason: Self.reason) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data(bytes))
            try file.synchronize()
            try file.close()
        } catch {
            _ = unsafe unlink(draft)
            throw .file(path: path, reason: "can't be written: \(error.localizedDescription)")
        }
        // A link refuses where there is a file, a renaming replaces it.
        let status = unsafe isReplaced ? rename(draft, path) : link(draft, path)
        let problem =
            status == 0
            ? nil : errno == EEXIST ? CertificatesError.exists(path: path) : .file(path: path, reason: Self.reason)
        if !isReplaced || status != 0 { _ = unsafe unlink(draft) }
        if let problem { throw problem }
    }

    private static var reason: String { "can't be written: \(unsafe String(cString: strerror(errno)))" }
}
