import DashboardClient
import Testing

@Suite struct DashboardEventTests {
    @Test func `events are read, and those of a later version passed over`() throws {
        let trainers = try DashboardEvent(
            ServerSentEvent(
                name: "trainers",
                data: """
                    {"trainers":[{"joined":1,"lastHeard":1.5,"microBatches":7,"name":"trainer-1","redone":2,\
                    "redoneBy":{"left":2},"refused":0,"share":0.5,"speed":21.5,"state":"late","steps":3}]}
                    """))
        #expect(
            trainers
                == .trainers([
                    .init(name: "trainer-1", state: .late, speed: 21.5, share: 0.5, redone: 2, reason: nil)
                ]))
        #expect(try DashboardEvent(ServerSentEvent(name: "reset", data: "{}")) == .reset)
        #expect(try DashboardEvent(ServerSentEvent(name: "checkpoints", data: "whatever")) == nil)
    }

    @Test(arguments: ["", "{", "[]", "{\"state\":\"dancing\"}", "{\"step\":-1}", "{\"step\":1e400}", "\u{0}"])
    func `what isn't a run's answer is refused, and names the event`(data: String) {
        let error = #expect(throws: DashboardError.self) {
            try DashboardEvent(ServerSentEvent(name: "run", data: data))
        }
        #expect(error?.description.hasPrefix("event run: expected what a dashboard says") == true)
    }
}
