import Foundation

/// What OpenSSL's client says first under TLS 1.3: whoever says it is answered by each service, and is nobody yet.
enum ClientHello {
    /// The record, as it came from a real client.
    static let bytes = Task {
        let listener = try Socket.listening()
        let client = try await ServiceProcess(
            "/usr/bin/openssl", name: "openssl", ["s_client", "-connect", "127.0.0.1:\(try listener.localPort)"])
        let bytes = await Stranger.blocking { () -> [UInt8]? in
            let connection = listener.accept()
            connection?.setPatience(Stranger.patience)
            return connection?.read(atMost: 1 << 14)
        }
        _ = try await client.exitStatus()
        // A record of a handshake, and nothing behind it.
        guard let bytes, bytes.count > 5, bytes[0] == 22, Int(bytes[3]) << 8 + Int(bytes[4]) + 5 == bytes.count else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return bytes
    }
}
