import NIOCore
import NIOPosix
import NIOSSL
import Transport

/// A peer that speaks TLS otherwise than our services do.
enum OtherTLS {
    /// Connects with these settings, believing whoever listens, and waits for the end.
    static func dial(
        _ address: Address, _ change: (inout TLSConfiguration) throws -> Void
    ) async throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        try change(&configuration)
        let context = try NIOSSLContext(configuration: configuration)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        NIOSSLClientHandler(context: context, serverHostname: nil), DeafHandler(),
                    ])
                }
            }
            .connect(host: address.host, port: address.port).get()
        try await channel.closeFuture.get()
    }

    /// Listens with a certificate of the tests while `body` runs.
    static func listening(
        _ name: String, _ change: (inout TLSConfiguration) throws -> Void,
        _ body: (Address) async throws -> Void
    ) async throws {
        let files = TestNode.files(name)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(files.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: files.key, format: .pem)))
        try change(&configuration)
        let context = try NIOSSLContext(configuration: configuration)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        NIOSSLServerHandler(context: context), DeafHandler(),
                    ])
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body(try Address(host: "127.0.0.1", port: channel.localAddress?.port ?? 0))
        } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
    }

    /// Ends the connection where anything goes wrong.
    private final class DeafHandler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
