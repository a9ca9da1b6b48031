internal import NIOCore

extension Connection {
    /// Sends a frame in two halves, for failures that are placed in the middle of one.
    ///
    /// When the system has taken all that was queued before and the first half, `halfway` is called on the event loop,
    /// so that nothing of this connection comes between. The second half follows where it returns true; else the
    /// connection is cut.
    ///
    /// Throws why the connection has ended.
    public func send(
        _ frame: OutgoingFrame, halfway: @escaping @Sendable () -> Bool
    ) async throws(TransportError) {
        try await flush()
        do {
            try await channel.eventLoop.flatSubmit { self.writeHalves(of: frame, halfway: halfway) }.get()
        } catch {
            throw Bootstrap.failure(of: error, to: peer)
        }
    }

    private func writeHalves(of frame: OutgoingFrame, halfway: @escaping @Sendable () -> Bool) -> EventLoopFuture<Void>
    {
        var first = ByteBuffer()
        for var buffer in frame.buffers { first.writeBuffer(&buffer) }
        let byteCount = first.readableBytes
        let second = first.getSlice(at: byteCount / 2, length: byteCount - byteCount / 2) ?? ByteBuffer()
        first.moveWriterIndex(to: byteCount / 2)
        return channel.writeAndFlush(first).flatMap {
            guard halfway() else {
                self.abort()
                return self.channel.eventLoop.makeSucceededVoidFuture()
            }
            return self.channel.writeAndFlush(second)
        }
    }
}
