import Foundation
import Synchronization

/// One client's line through a proxy, to a connection of its own to the server.
final class ProxiedLine: Sendable {
    private let client: Socket
    private let server: Socket
    private let exchange: ProxyExchange
    private let carried = Mutex(0)
    private let directions = Mutex(2)

    init(client: Socket, server: Socket, exchange: ProxyExchange) {
        self.client = client
        self.server = server
        self.exchange = exchange
    }

    /// Carries both directions until both have ended.
    func begin() {
        carry(from: client, to: server) { [self] bytes in writeToServer(bytes) }
        carry(from: server, to: client) { [self] bytes in
            exchange.traffic.withLock { $0.toClients += bytes.count }
            return client.write(bytes[...])
        }
    }

    func cut() {
        client.cut()
        server.cut()
    }

    /// Writes as much as the line carries yet; false when that was the last of it.
    private func writeToServer(_ bytes: [UInt8]) -> Bool {
        let before = carried.withLock { carried in
            defer { carried += bytes.count }
            return carried
        }
        let quality = exchange.quality
        let (part, isEnough) = exchange.traffic.withLock { traffic in
            let most = traffic.cuts < quality.mostCuts ? max(0, (quality.cutAfter ?? .max) - before) : .max
            let part = bytes.prefix(most)
            let isEnough = part.count < bytes.count
            traffic.toServer += part.count
            traffic.cuts += isEnough ? 1 : 0
            return (part, isEnough)
        }
        return server.write(part) && !isEnough
    }

    /// One thread reads, one writes when what was read is due; `write` says whether to go on.
    private func carry(from source: Socket, to sink: Socket, _ write: @escaping @Sendable ([UInt8]) -> Bool) {
        let queue = DelayQueue(delay: exchange.quality.delay)
        Thread.detachNewThread {
            while let bytes = source.read(atMost: 65_536) { queue.put(bytes) }
            queue.end()
        }
        Thread.detachNewThread { [self] in
            let pause = exchange.quality.bytesPerSecond.map { 1 / Double($0) }
            while let bytes = queue.take() {
                exchange.pass()
                guard write(bytes) else {
                    cut()
                    break
                }
                if let pause { Thread.sleep(forTimeInterval: Double(bytes.count) * pause) }
            }
            queue.abandon()
            sink.endWriting()
            let left = directions.withLock { directions in
                directions -= 1
                return directions
            }
            if left == 0 { exchange.remove(self) }
        }
    }
}

/// What was read and isn't due; holds at most 1 MiB, then who puts waits.
private final class DelayQueue: @unchecked Sendable {
    private static let mostBytes = 1 << 20

    // The condition's lock guards all of it.
    private let condition = NSCondition()
    private let delay: Duration
    private var chunks: [(due: ContinuousClock.Instant, bytes: [UInt8])] = []
    private var byteCount = 0
    private var hasEnded = false
    private var isAbandoned = false

    init(delay: Duration) { self.delay = delay }

    func put(_ bytes: [UInt8]) {
        condition.withLock {
            while byteCount >= Self.mostBytes, !isAbandoned { condition.wait() }
            chunks.append((.now + delay, bytes))
            byteCount += bytes.count
            condition.broadcast()
        }
    }

    /// No more comes.
    func end() {
        condition.withLock {
            hasEnded = true
            condition.broadcast()
        }
    }

    /// Nobody takes any more.
    func abandon() {
        condition.withLock {
            isAbandoned = true
            condition.broadcast()
        }
    }

    /// The next bytes when they are due, nil behind the last.
    func take() -> [UInt8]? {
        let next = condition.withLock { () -> (due: ContinuousClock.Instant, bytes: [UInt8])? in
            while chunks.isEmpty, !hasEnded { condition.wait() }
            guard !chunks.isEmpty else { return nil }
            let next = chunks.removeFirst()
            byteCount -= next.bytes.count
            condition.broadcast()
            return next
        }
        guard let next else { return nil }
        let wait = next.due - .now
        if wait > .zero { Thread.sleep(forTimeInterval: wait / .seconds(1)) }
        return next.bytes
    }
}
