import Admission
import Foundation
import Testing
import Transport

/// Somebody with a plain socket at a service's door.
final class Stranger: Sendable {
    /// What it may take until a service has ended a connection: longer than any of its own limits.
    static let patience = Duration.seconds(20)

    /// Its own address, as the service's log has it.
    let name: String
    private let socket: Socket
    private let begun = ContinuousClock.now

    /// Thousands need more descriptors than most processes begin with.
    static let hasDescriptors: Bool = {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        return setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
    }()

    /// Dials a service, from one of the loopback's addresses: 0 is 127.0.0.1.
    init(at address: String, from source: UInt32 = 0) throws {
        try #require(Self.hasDescriptors)
        let host = Socket.loopback + source
        socket = try Socket.connected(to: try Address(parsing: address), from: host)
        socket.setPatience(Self.patience)
        name = "127.0.0.\(host & 255):\(try socket.localPort)"
    }

    /// Sends all; false where the service has ended the connection.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        guard ContinuousClock.now - begun < Self.patience else {
            Issue.record("\(name): the connection was not ended")
            return false
        }
        return socket.write(bytes[...])
    }

    /// Sends a byte now and then, so that something always comes; ends where the service has ended the connection.
    ///
    /// This pace is the attack of a slow-loris: nobody waits for anything.
    func trickle(_ bytes: [UInt8]) async throws {
        for byte in bytes {
            guard send([byte]) else { return }
            try await Task.sleep(for: .milliseconds(150))
        }
    }

    /// Has nothing more to say, and still listens.
    func endSending() { socket.endWriting() }

    /// What has come; nil when the service has ended the connection.
    func receive() -> [UInt8]? { socket.read(atMost: 1 << 16) }

    /// Goes, at once.
    func leave() { socket.cut() }

    /// Waits until the service has ended the connection, whatever comes.
    func awaitEnd() async throws {
        let socket = socket
        await Self.blocking { while socket.read(atMost: 1 << 16) != nil {} }
        #expect(ContinuousClock.now - begun < Self.patience, "\(name): the connection was not ended")
    }

    /// Goes through the handshake with a join token; what it sends from then on is believed to be records.
    func prove(_ token: String) async throws {
        var applicant = Applicant(token: try JoinToken(token), protection: .sealed)
        send(applicant.hello)
        while let bytes = receive() {
            let step = applicant.take(bytes)
            if !step.reply.isEmpty { send(step.reply) }
            switch step.ending {
            case .admitted: return
            case .failed(let error): throw error
            case nil: break
            }
        }
        throw CocoaError(.fileReadUnknown)
    }

    /// Runs what waits for the system beside the tasks.
    static func blocking<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }
}
