import NIOCore
import NIOPosix
import Synchronization

/// Answers each connection in turn with bytes that a test gives, after its request; then it closes it, or keeps it open.
final class CannedServer: Sendable {
    struct Answer: Sendable {
        let text: String
        /// Whether the connection stays open behind the text.
        var isKept = false
    }

    let port: Int
    private let channel: any Channel
    private let heads: Heads

    /// The requests that came.
    var requests: [String] { heads.all }

    /// Listens; the last answer is for all connections behind it as well.
    init(_ answers: Answer...) async throws {
        let (numbers, heads) = (Counter(), Heads())
        self.heads = heads
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let number = min(numbers.next(), answers.count - 1)
                    try channel.pipeline.syncOperations.addHandler(Answering(answers[number], heads))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    func close() async throws { try await channel.close() }

    deinit { channel.close(promise: nil) }
}

extension CannedServer.Answer {
    /// A whole answer of HTTP.
    static func http(_ status: String, _ body: String) -> Self {
        Self(text: "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// The beginning of an answer without an end.
    static func stream(_ body: String, isKept: Bool) -> Self {
        Self(
            text:
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n",
            isKept: isKept)
    }
}

/// Answers once the request is there.
private final class Answering: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let answer: CannedServer.Answer
    private let heads: Heads

    init(_ answer: CannedServer.Answer, _ heads: Heads) {
        self.answer = answer
        self.heads = heads
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let text = String(buffer: unwrapInboundIn(data))
        guard text.hasSuffix("\r\n\r\n") else { return }
        heads.add(text)
        let written = context.channel.writeAndFlush(ByteBuffer(string: answer.text))
        if !answer.isKept { written.whenComplete { [channel = context.channel] _ in channel.close(promise: nil) } }
    }
}

/// Counts from 0.
private final class Counter: Sendable {
    private let number = Mutex(0)

    func next() -> Int {
        number.withLock { number in
            defer { number += 1 }
            return number
        }
    }
}

/// Keeps what was asked.
private final class Heads: Sendable {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock { $0 } }

    func add(_ text: String) { texts.withLock { $0.append(text) } }
}
