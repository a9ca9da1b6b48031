internal import Admission
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// One GET by plain HTTP: a connection, a request, its answer.
struct HTTPExchange: Sendable {
    /// What connecting may take.
    static let connecting = TimeAmount.seconds(5)

    let address: DashboardAddress
    let path: String
    /// What is shown, if anything.
    let token: DashboardToken?
    /// How long nothing may come.
    let silence: TimeAmount

    private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    /// Asks, and calls `take` with the parts of the answer's body until that says false or there are no more.
    ///
    /// An answer with another status than 200 is read up to `refusalLimit` bytes and thrown as `.refused`, one that asks for
    /// a token as `.tokenRefused`.
    ///
    /// Throws a `DashboardError`, or what `take` throws.
    func body(_ take: (ByteBuffer) throws -> Bool) async throws {
        let silenceGuard = SilenceGuard()
        do {
            let connection = try await connect(silenceGuard)
            try await connection.executeThenClose { inbound, outbound in
                // In one go: the server may answer, and close, as soon as it has the head.
                try await outbound.write(contentsOf: [.head(head), .end(nil)])
                try await receive(inbound, take)
            }
        } catch {
            try Task.checkCancellation()
            if silenceGuard.isSilent {
                throw DashboardError.silent(address, seconds: silence.nanoseconds / 1_000_000_000)
            }
            if error is DashboardError { throw error }
            throw DashboardError.unreachable(address, reason: "\(error)")
        }
    }

    /// Bytes of a refusal that are read.
    private static let refusalLimit = 4096

    private var head: HTTPRequestHead {
        var headers: HTTPHeaders = ["Host": address.authority, "Connection": "close", "User-Agent": "pangea"]
        if let token { headers.add(name: "Authorization", value: token.authorization) }
        return HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers)
    }

    private func connect(_ silenceGuard: SilenceGuard) async throws -> Connection {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(Self.connecting)
            .connect(host: address.host, port: address.port) { [silence] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(IdleStateHandler(readTimeout: silence))
                    try channel.pipeline.syncOperations.addHandler(silenceGuard)
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
    }

    private func receive(
        _ inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>, _ take: (ByteBuffer) throws -> Bool
    ) async throws {
        var status: HTTPResponseStatus?
        var refusal = ByteBuffer()
        for try await part in inbound {
            switch part {
            case .head(let head): status = head.status
            case .body(let bytes) where status == .ok:
                guard try take(bytes) else { return }
            case .body(let bytes):
                // What would be more isn't read.
                refusal.writeImmutableBuffer(bytes)
                if refusal.readableBytes >= Self.refusalLimit { throw self.refusal(status, refusal) }
            case .end:
                if status != .ok { throw self.refusal(status, refusal) }
                return
            }
        }
        throw DashboardError.unreachable(address, reason: "the connection ended within the answer")
    }

    private func refusal(_ status: HTTPResponseStatus?, _ bytes: ByteBuffer) -> DashboardError {
        if status == .unauthorized { return .tokenRefused(address, wasShown: token != nil) }
        let message = String(decoding: bytes.readableBytesView.prefix(Self.refusalLimit), as: UTF8.self)
        return .refused(path: path, status: status.map { Int($0.code) } ?? 0, message: message)
    }
}
