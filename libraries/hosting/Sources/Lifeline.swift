internal import Foundation
public import Logging
public import ServiceLifecycle

/// Ends a service in order when whoever started it is gone, however that went.
///
/// It reads a pipe whose other end the starting process holds and never writes to: the kernel closes that end with the
/// process, also after SIGKILL. What is written nevertheless is passed over.
public struct Lifeline: Service {
    private let descriptor: Int32?
    private let logger: Logger

    /// A lifeline on standard input, where the options ask for one.
    public init(options: LifelineOptions, logger: Logger) {
        self.init(descriptor: options.isHeld ? STDIN_FILENO : nil, logger: logger)
    }

    /// A lifeline on any descriptor; nil for none.
    package init(descriptor: Int32?, logger: Logger) {
        self.descriptor = descriptor
        self.logger = logger
    }

    /// Returns when the other end is closed, or when the service group shuts down.
    public func run() async throws {
        guard let descriptor else {
            try await gracefulShutdown()
            return
        }
        let isCut = await cancelWhenGracefulShutdown { await Self.ends(descriptor) }
        if isCut { logger.notice("whoever started this service is gone; it ends as on SIGTERM") }
    }

    /// Whether the pipe ended before the task was cancelled.
    private static func ends(_ descriptor: Int32) async -> Bool {
        let (cut, cutter) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        // Blocked until the pipe ends, or the process.
        Thread.detachNewThread {
            readAll(descriptor)
            cutter.yield()
            cutter.finish()
        }
        for await _ in cut { return true }
        return false
    }

    /// Returns at the end of what can be read, or where nothing can be.
    private static func readAll(_ descriptor: Int32) {
        var bytes = [UInt8](repeating: 0, count: 512)
        while true {
            // The array has as many bytes as are asked for.
            let count = unsafe read(descriptor, &bytes, bytes.count)
            guard count > 0 || (count < 0 && errno == EINTR) else { return }
        }
    }
}
