internal import CapnProto
internal import Schemas

extension Benchmark {
    /// Opening a received gradient, read in place: the limit of a format that decodes would be copying its bytes.
    static var wire: Benchmark {
        Benchmark(
            name: "wire",
            groups: [
                {
                    [1 << 10, 1 << 18].map { count in
                        let bytes = message(elementCount: count)
                        var copy = bytes
                        // Of a frame that was received; opening it charges no budget.
                        let received = try? MessageReader(copying: bytes, limits: .trusted())
                        return Row(
                            name: "walk a received gradient of \(count) parameters, to its first and last value",
                            peerName: "copy the message",
                            ours: {
                                guard let message = try received?.root(as: Message.self) else { throw WrongValue() }
                                guard case .gradientUpdate(let update) = try message.payload.which else { return }
                                let values = try update.gradient.data.values(of: Float.self)
                                let span = values.span
                                guard span[0] == span[span.count - 1] else { throw WrongValue() }
                            },
                            peer: {
                                copy = bytes
                                copy[0] &+= 0
                            })
                    }
                }
            ])
    }

    private static func message(elementCount: Int) -> [UInt8] {
        let builder = MessageBuilder()
        do {
            let message = try builder.initRoot(as: Message.self)
            message.type = .gradientUpdate
            let gradient = try message.payload.initGradientUpdate().initGradient()
            gradient.dataType = .float32
            try gradient.setShape([UInt64(elementCount)])
            _ = try gradient.initData(byteCount: elementCount * 4)
        } catch {
            preconditionFailure("a gradient can be built: \(error)")
        }
        return builder.finish().serialized()
    }
}
