import Admission
import Certificates
import Foundation

/// A folder of a test, with what the commands make in it.
final class Folder {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.appending(path: "certs-\(UUID())").path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    @discardableResult
    func make(_ arguments: String..., at now: Date = Date()) throws -> [String] {
        try MakeCertsCommand.parse(arguments + ["--directory", path]).make(at: now)
    }

    @discardableResult
    func renew(_ arguments: String..., at now: Date = Date()) throws -> [String] {
        try RenewCertsCommand.parse(arguments + ["--directory", path]).renew(at: now)
    }

    func bytes(_ file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(file)")))
    }

    func certificate(_ name: String) throws -> Certificate? { Certificate.all(inPEM: try bytes("\(name).pem")).first }

    func credentials(_ name: String, at now: Date = Date()) throws -> TLSCredentials {
        try TLSFiles(
            certificate: "\(path)/\(name).pem", key: "\(path)/\(name).key", authority: "\(path)/authority.pem"
        ).read(at: now)
    }

    var files: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }

    func mode(_ file: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: "\(path)/\(file)")[.posixPermissions] as? Int
    }
}
