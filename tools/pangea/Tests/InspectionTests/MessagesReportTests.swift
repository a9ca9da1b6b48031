import CapnProto
import Inspection
import Schemas
import Testing

@Suite struct MessagesReportTests {
    @Test(arguments: [false, true])
    func `messages are told framed and packed, one behind the other, with long data only counted`(
        isPacked: Bool
    ) throws {
        let bytes = try Samples.message(count: 1, isPacked: isPacked) + Samples.message(count: 2, isPacked: isPacked)
        try Samples.withFile(bytes) { path in
            let text = InspectionText.of(try Inspector().report(on: path))
            #expect(
                text.contains("2 messages, Message of tensor.capnp, \(isPacked ? "packed" : "framed"), \(bytes.count)"))
            #expect(text.contains("sender = \"trainer-1\"") && text.contains("gradientUpdate = ("))
            #expect(text.contains(String(repeating: "A", count: 64)) && text.contains("data = <128 bytes>"))
            let whole = InspectionText.of(try Inspector(showsAll: true).report(on: path))
            #expect(whole.contains(String(repeating: "A", count: 128)))
            let json = try InspectionText.json(Inspector(isJSON: true).report(on: path))
            let messages = try #require(json["messages"] as? [[String: Any]])
            #expect(messages.count == 2 && messages[0]["sender"] as? String == "trainer-1")
        }
    }

    @Test func `another struct is told where it is named`() throws {
        let message = MessageBuilder()
        let lease = try message.initRoot(as: Lease.self)
        (lease.id, lease.step, lease.end) = (3, 4, 5)
        try Samples.withFile(message.finish().serialized()) { path in
            let text = InspectionText.of(try Inspector(type: "Lease").report(on: path))
            #expect(text.contains("id = 3") && text.contains("step = 4") && text.contains("end = 5"))
            let unnamed = #expect(throws: InspectionError.self) { try Inspector().report(on: path) }
            #expect(unnamed?.description.contains("--as names it") == true)
            #expect(throws: InspectionError.unknownType("Leese")) { try Inspector(type: "Leese").report(on: path) }
        }
    }
}
