import Foundation
import Synchronization
import Transport

/// Stands between clients and a server of this machine, and makes the lines between them as bad as a test wants.
///
/// Plain sockets, and four threads a line: it knows nothing of what it carries.
final class FaultProxy: Sendable {
    /// Bytes that came out of the proxy so far, and the lines that it cut because they had carried enough.
    struct Traffic: Sendable {
        var toServer = 0
        var toClients = 0
        var cuts = 0
    }

    /// Where clients dial.
    let address: String
    private let exchange: ProxyExchange

    /// Listens on a free port of the loopback.
    init(to server: String, quality: LineQuality = LineQuality()) throws {
        exchange = try ProxyExchange(to: try Address(parsing: server), quality: quality)
        address = "127.0.0.1:\(exchange.port)"
        Thread.detachNewThread { [exchange] in exchange.acceptAll() }
    }

    deinit { exchange.close() }

    var traffic: Traffic { exchange.traffic.withLock { $0 } }

    /// From now on nothing comes through, and no line is closed.
    func stall() { exchange.stall(true) }

    /// What was held back comes through.
    func resume() { exchange.stall(false) }

    /// Closes all lines that there are; new ones are taken up.
    func cut() { exchange.cut() }
}

/// The lines of one proxy.
final class ProxyExchange: Sendable {
    let port: UInt16
    let quality: LineQuality
    let traffic = Mutex(FaultProxy.Traffic())
    private let server: Address
    private let listener: Socket
    private let lines = Mutex<[ProxiedLine]>([])
    private let gate = Gate()

    init(to server: Address, quality: LineQuality) throws {
        self.server = server
        self.quality = quality
        listener = try Socket.listening()
        port = try listener.localPort
    }

    /// Takes lines up until it is closed.
    func acceptAll() {
        while let client = listener.accept() {
            guard let upstream = try? Socket.connected(to: server) else {
                client.cut()
                continue
            }
            let line = ProxiedLine(client: client, server: upstream, exchange: self)
            lines.withLock { $0.append(line) }
            line.begin()
        }
    }

    func close() {
        listener.cut()
        cut()
        gate.open()
    }

    func cut() {
        for line in lines.withLock({ $0 }) { line.cut() }
    }

    func stall(_ isStalled: Bool) { isStalled ? gate.shut() : gate.open() }

    /// Returns when nothing is stalled.
    func pass() { gate.pass() }

    func remove(_ line: ProxiedLine) { lines.withLock { $0.removeAll { $0 === line } } }
}

/// Lets threads through or has them wait.
private final class Gate: @unchecked Sendable {
    // The condition's lock guards the one variable.
    private let condition = NSCondition()
    private var isOpen = true

    func shut() { condition.withLock { isOpen = false } }

    func open() {
        condition.withLock {
            isOpen = true
            condition.broadcast()
        }
    }

    func pass() {
        condition.withLock { while !isOpen { condition.wait() } }
    }
}
