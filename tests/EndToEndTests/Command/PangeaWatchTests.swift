import Foundation
import Testing

/// `pangea status` and `pangea watch` against a run that goes on.
@Suite struct PangeaWatchTests {
    private static func pangea(_ arguments: String...) async throws -> ServiceProcess {
        try await ServiceProcess("pangea", name: "pangea", arguments)
    }

    @Test func `a run can be looked at, and watched to its end`() async throws {
        let run = try await CommandRun(job: TestJob.digits(epochs: 4), faults: Chaos.pace(20))
        let url = try await run.dashboard()
        async let watched = Self.pangea("watch", url, "--patience", "60")
        async let streamed = Self.pangea("watch", url, "--json", "--patience", "60")
        let (watch, stream) = try await (watched, streamed)
        try await run.training()

        let status = try await Self.pangea("status", url)
        #expect(try await status.exitStatus() == 0)
        #expect(status.output.hasPrefix("digits  "), "\(status.output)")
        #expect(status.output.contains("of 92") && status.output.contains("trainer-2"), "\(status.output)")
        let object = try await Self.pangea("status", url, "--json")
        #expect(try await object.exitStatus() == 0)
        let answer = try JSONDecoder().decode(StatusLine.self, from: Data(object.output.utf8))
        #expect(answer.run.job.stepCount == 92)
        #expect(Set(answer.trainers.map(\.name)) == ["trainer-1", "trainer-2"])

        #expect(try await run.pangea.exitStatus() == 0)
        #expect(try await watch.exitStatus() == 0)
        #expect(watch.output.contains("the run is complete; its model has SHA-256"), "\(watch.output)")
        #expect(try await stream.exitStatus() == 0)
        let events = try stream.output.split(separator: "\n").map {
            try JSONDecoder().decode(EventLine.self, from: Data($0.utf8))
        }
        #expect(events.first?.event == "run")
        #expect(events.last { $0.event == "run" }?.data.state == "finished")
        #expect(Set(events.map(\.event)).isSuperset(of: ["run", "steps", "evaluations", "notes", "trainers"]))
    }

    @Test func `a run that is stopped, and one that is gone, end what watches them with other codes`() async throws {
        let run = try await CommandRun(job: TestJob.digits(epochs: 10_000), faults: Chaos.pace(20))
        let url = try await run.dashboard()
        try await run.training()
        let watch = try await Self.pangea("watch", url, "--json", "--patience", "2")
        // From here on it is told what happens.
        try await watch.printed("\"event\":\"steps\"")
        run.pangea.terminate()
        #expect(try await run.pangea.exitStatus() == 143)
        #expect(try await watch.exitStatus() == 75, "\(watch.log)")

        for arguments in [["status", url], ["watch", url, "--patience", "0"]] {
            let gone = try await ServiceProcess("pangea", name: "pangea", arguments)
            #expect(try await gone.exitStatus() == 69)
            #expect(gone.log.last?.hasPrefix("pangea: no dashboard at \(url): ") == true, "\(gone.log)")
        }
    }

    @Test func `something that is no dashboard is told`() async throws {
        let compute = try await Deployment.startCompute("127.0.0.1:0")
        let url = "http://\(try await Health.address(of: compute))/"
        let status = try await Self.pangea("status", url)
        #expect(try await status.exitStatus() == 76)
        #expect(status.log.last?.contains("/api/v1/run: expected status 200, got 404") == true, "\(status.log)")
    }

    private struct StatusLine: Decodable {
        struct Run: Decodable {
            struct Job: Decodable { let stepCount: Int }
            let job: Job
        }
        struct Trainer: Decodable { let name: String }
        let run: Run
        let trainers: [Trainer]
    }

    private struct EventLine: Decodable {
        struct Facts: Decodable {
            let state: String?

            init(from decoder: any Decoder) throws {
                state = try? decoder.container(keyedBy: Key.self).decode(String.self, forKey: .state)
            }

            private enum Key: String, CodingKey { case state }
        }
        let event: String
        let data: Facts
    }
}
