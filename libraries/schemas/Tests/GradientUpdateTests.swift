import CapnProto
import Schemas
import Testing

struct GradientUpdateTests {
    @Test func `a message read back is the message built`() throws {
        let received = try MessageReader(copying: gradientMessage(elements: [1, -2, 0.5]).serialized())
        let message = try received.root(as: Message.self)
        #expect(message.id == 7)
        #expect(message.type == .gradientUpdate)
        #expect(try message.sender == "trainer-1")
        guard case .gradientUpdate(let update) = try message.payload.which else {
            Issue.record("payload is \(try message.payload.which)")
            return
        }
        #expect(update.step == 3)
        #expect(try update.statistics.lossSum == 1.5)
        #expect(try Array(update.gradient.shape) == [3])
        #expect(try Array(update.gradient.data.values(of: Float.self)) == [1, -2, 0.5])
    }

    @Test func `a gradient is computed straight into the segment that is sent`() throws {
        let count = 1 << 18
        let builder = MessageBuilder()
        let message = try builder.initRoot(as: Message.self)
        let gradient = try message.payload.initGradientUpdate().initGradient()
        var data = try gradient.initData(byteCount: count * 4)
        var elements = try data.mutableSpan(of: Float.self)
        for index in elements.indices { elements[index] = Float(index) }
        let written = data.unsafeMutableBytes
        // What is built later goes elsewhere and moves nothing.
        try message.setSender(String(repeating: "x", count: 10_000))
        let outgoing = builder.finish()
        let holders = outgoing.segments.filter { segment in
            guard let start = segment.bytes.baseAddress, let address = written.baseAddress else { return false }
            return UnsafeRawPointer(address) >= start
                && UnsafeRawPointer(address) + written.count <= start + segment.byteCount
        }
        #expect(holders.count == 1)
        let read = try outgoing.reader().root(as: Message.self)
        guard case .gradientUpdate(let update) = try read.payload.which else {
            Issue.record("payload is \(try read.payload.which)")
            return
        }
        let values = try update.gradient.data.values(of: Float.self)
        let span = values.span
        #expect(span.count == count && span[count - 1] == Float(count - 1))
    }

    private func gradientMessage(elements: [Float]) throws -> OutgoingMessage {
        let builder = MessageBuilder()
        let message = try builder.initRoot(as: Message.self)
        message.id = 7
        message.type = .gradientUpdate
        try message.setSender("trainer-1")
        let update = try message.payload.initGradientUpdate()
        update.step = 3
        try update.initStatistics().lossSum = 1.5
        let gradient = try update.initGradient()
        gradient.dataType = .float32
        try gradient.setShape([UInt64(elements.count)])
        var data = try gradient.initData(byteCount: elements.count * 4)
        var span = try data.mutableSpan(of: Float.self)
        for index in elements.indices { span[index] = elements[index] }
        return builder.finish()
    }
}
