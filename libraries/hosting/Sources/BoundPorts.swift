internal import Foundation
private import Synchronization

/// Collects the ports that a service has bound, and writes them to a file when all are known.
///
/// The file appears whole (it is renamed into place), so that whoever starts the service can wait for it.
public final class BoundPorts: Sendable {
    private struct Ports {
        var known: [String: Int] = [:]
        var expected: Set<String>
    }

    private let path: String?
    private let ports: Mutex<Ports>

    /// Waits for the ports of these names; without a path nothing is written.
    public init(path: String?, expecting names: Set<String>) {
        self.path = path
        ports = Mutex(Ports(expected: names))
    }

    /// Notes a port.
    ///
    /// Throws a `ServiceFailure` where the file can't be written.
    public func note(_ name: String, port: Int) throws {
        let complete = ports.withLock { ports -> [String: Int]? in
            ports.known[name] = port
            return ports.expected.isSubset(of: ports.known.keys) ? ports.known : nil
        }
        guard let complete, let path else { return }
        let fields = complete.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        do {
            try Data("{\(fields.joined(separator: ","))}\n".utf8)
                .write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw ServiceFailure(.ioFailure, "can't write the ports to \(path)", cause: error)
        }
    }
}
