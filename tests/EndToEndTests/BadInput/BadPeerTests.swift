import CapnProto
import Digests
import Foundation
import Testing
import Transport
import WireProtocol

import enum Schemas.FailureCode
import enum Schemas.Message
import enum Schemas.Role

/// Peers, ports and names that aren't what they have to be.
@Suite struct BadPeerTests {
    @Test(arguments: ["compute", "orchestrator", "trainer"])
    func `a port in use ends the service with 69 and is named`(_ service: String) async throws {
        let folder = try TemporaryFolder()
        try TestJob.digits(epochs: 1).write(toFile: "\(folder.path)/job.yaml", atomically: true, encoding: .utf8)
        let compute = try await ServiceProcess(
            "compute", name: "compute", ["--data-root", Products.data, "--port", "0"])
        let taken = try field("address", of: try await compute.line("serving"))
        let port = String(taken.split(separator: ":")[1])
        let arguments =
            switch service {
            case "compute": ["--data-root", Products.data, "--port", port]
            case "orchestrator":
                [
                    "\(folder.path)/job.yaml", "--compute", taken, "--run-directory", "\(folder.path)/run", "--port",
                    port,
                ]
            default: ["--orchestrator", "127.0.0.1:9", "--compute", taken, "--health-port", port]
            }
        let process = try await ServiceProcess(service, name: service, arguments)
        #expect(try await process.exitStatus() == 69)
        let message = try #require(process.log.last { $0.contains("critical") })
        #expect(message.contains(taken))
        #expect(message.contains("Address already in use"))
        try report(service, "a port in use", status: 69, message)
    }

    @Test(arguments: ["orchestrator", "trainer"])
    func `a name that doesn't resolve ends the service with 69 and is named`(_ service: String) async throws {
        let folder = try TemporaryFolder()
        try TestJob.digits(epochs: 1).write(toFile: "\(folder.path)/job.yaml", atomically: true, encoding: .utf8)
        let arguments =
            service == "trainer"
            ? ["--orchestrator", "nowhere.invalid:7101", "--compute", "nowhere.invalid:7102"]
            : [
                "\(folder.path)/job.yaml", "--compute", "nowhere.invalid:7102", "--run-directory",
                "\(folder.path)/run", "--port", "0",
            ]
        let process = try await ServiceProcess(service, name: service, arguments + ["--patience", "1"])
        #expect(try await process.exitStatus() == 69)
        let message = try #require(process.log.last)
        #expect(message.contains("nowhere.invalid"))
        try report(service, "a name that doesn't resolve", status: 69, message)
    }

    @Test func `random bytes and half a frame at every port change nothing`() async throws {
        let run = try await Deployment(job: TestJob.digits(epochs: SameResultTests.epochs), minimumTrainers: 2)
        let trainers = [try await run.startTrainer()]
        try await run.orchestrator.line("trainer joined")
        var addresses = [run.computeAddress, run.orchestratorAddress]
        for service in [run.compute, run.orchestrator] + trainers {
            addresses.append(try await Health.address(of: service))
        }
        // Lines that stay open until the test is over.
        var halfOpen: [Socket] = []
        var generator = SeededGenerator(seed: 1)
        for address in addresses {
            let address = try Address(parsing: address)
            for length in [1, 7, 8, 100, 65_536] {
                let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
                _ = try Socket.connected(to: address).write(bytes[...])
            }
            // One segment of 32 KiB, then one of 16 MiB is announced, 8 of its bytes come, and the line stays open.
            for words in [[0, 16, 0, 0], [0, 0, 32, 0]] as [[UInt8]] {
                let half = try Socket.connected(to: address)
                _ = half.write([0, 0, 0, 0] + words + [1, 2, 3, 4, 5, 6, 7, 8])
                halfOpen.append(half)
            }
        }
        // With the second trainer the run begins.
        try await run.startTrainer()
        let summary = try await run.summary()
        #expect(summary.sha256 == (try await SameResultTests.reference.value))
        // Of a slow trainer's work an idle one may have done some; nobody was lost.
        for share in summary.shares { #expect(share.redone["left"] == nil) }
        #expect(halfOpen.count == 2 * addresses.count)
        #expect(try await Health.ask("readyz", of: run.compute).status == 200)
        for (name, service) in [("compute", run.compute), ("orchestrator", run.orchestrator)] {
            let half = try await service.line("connection ended", "in the middle of a frame")
            try report(name, "half a frame", status: 0, half)
            let random = try await service.line("connection ended", "bad frame")
            try report(name, "random bytes", status: 0, random)
            let large = try await service.line("connection ended", "bad frame", "16777216", "65536")
            try report(name, "a frame of 16 MiB by who hasn't joined", status: 0, large)
        }
    }

    @Test(arguments: [Role.compute, .orchestrator])
    func `a peer that greets and never joins may send little, and the run goes on`(_ role: Role) async throws {
        let run = try await Deployment(job: TestJob.digits(epochs: 1), minimumTrainers: 1)
        let service = role == .compute ? run.compute : run.orchestrator
        let address = try Address(parsing: role == .compute ? run.computeAddress : run.orchestratorAddress)
        let identity = PeerIdentity(
            role: .trainer, name: "busy",
            capabilities: MachineCapabilities(cores: 1, memoryBytes: 0, processor: "", blasKernel: ""))
        await #expect(throws: TransportError.self) {
            try await Dialer(options: try HeartbeatTerms.options()).withConnection(to: address) { connection in
                let conversation = try await Conversation.open(on: connection, as: identity, with: role)
                // Many more than a stranger may send in an hour.
                for _ in 0..<100_000 { try await conversation.send(.heartbeat) }
            }
        }
        let line = try await service.line("connection ended", "expected at most 64 frames at once and 16 a second")
        try report("\(role)", "a peer that greets and never joins sends on and on", status: 0, line)
        #expect(try await Health.ask("metrics", of: service).body.contains("\npangea_bad_peers_total 1\n"))
        try await run.startTrainer()
        #expect(try await run.summary().steps == TestJob.stepsPerEpoch)
    }

    @Test(arguments: [Role.compute, .orchestrator])
    func `a peer of another protocol version is told so, and the service goes on`(_ role: Role) async throws {
        let run = try await Deployment(job: TestJob.digits(epochs: 1), minimumTrainers: 1)
        let address = try Address(parsing: role == .compute ? run.computeAddress : run.orchestratorAddress)
        let builder = MessageBuilder()
        let message = try builder.initRoot(as: Message.self)
        message.type = .hello
        let hello = try message.payload.initHello()
        hello.protocolVersion = ProtocolVersion.current + 1
        hello.role = .trainer
        try hello.setName("tomorrow")
        let outgoing = builder.finish()
        let failure = try await Dialer(options: try HeartbeatTerms.options()).withConnection(to: address) {
            connection in
            try await connection.send(outgoing)
            let frame = try #require(try await connection.receive())
            let answer = try frame.message().root(as: Message.self)
            guard case .failure(let failure) = try answer.payload.which else { throw CocoaError(.coderInvalidValue) }
            return (code: failure.code, message: try failure.message)
        }
        #expect(failure.code == .protocolVersion)
        #expect(failure.message.contains("expected protocol version 2, got 3"))
        try report("\(role)", "a peer of another protocol version", status: 0, failure.message)
        try await run.startTrainer()
        #expect(try await run.summary().steps == TestJob.stepsPerEpoch)
    }

    @Test func `a trainer whose compute has other data is refused, and the run goes on`() async throws {
        let folder = try TemporaryFolder()
        try await shell("cp -R '\(Products.data)/digits' '\(folder.path)/digits'")
        try await shell(
            "cd '\(folder.path)/digits' && zcat evaluation.csv.gz | head -n 100 | gzip > new && mv new evaluation.csv.gz"
        )
        let other = try await ServiceProcess(
            "compute", name: "other compute", ["--data-root", folder.path, "--port", "0"])
        let run = try await Deployment(job: TestJob.digits(epochs: SameResultTests.epochs), minimumTrainers: 2)
        try await run.startTrainer()
        try await run.orchestrator.line("trainer joined")
        let stranger = try await run.startTrainer(compute: try field("address", of: try await other.line("serving")))
        #expect(try await stranger.exitStatus() == 76)
        let message = try #require(stranger.log.last { $0.contains("critical") })
        #expect(message.contains("digestMismatch"))
        try report("trainer", "its compute has other data", status: 76, message)
        try await run.startTrainer()
        #expect(try await run.summary().sha256 == (try await SameResultTests.reference.value))
    }

    @Test func `a peer that trains another job is refused with both probes, and the run goes on`() async throws {
        let run = try await Deployment(job: TestJob.digits(epochs: SameResultTests.epochs), minimumTrainers: 2)
        try await run.startTrainer()
        try await run.orchestrator.line("trainer joined")
        let identity = PeerIdentity(
            role: .trainer, name: "of another job",
            capabilities: MachineCapabilities(cores: 1, memoryBytes: 0, processor: "", blasKernel: ""))
        let address = try Address(parsing: run.orchestratorAddress)
        let probe = Digest.of("another job")
        let failure = try await Dialer(options: try HeartbeatTerms.options()).withConnection(to: address) {
            connection in
            let conversation = try await Conversation.open(on: connection, as: identity, with: .orchestrator)
            guard case .run = try await conversation.receive()?.payload else { throw CocoaError(.coderInvalidValue) }
            try await conversation.send(.join(probe: probe))
            guard case .failure(let failure) = try await conversation.receive()?.payload else {
                throw CocoaError(.coderInvalidValue)
            }
            return failure
        }
        #expect(failure.code == .probeMismatch)
        #expect(failure.message.contains("of another job: expected the run's probe"))
        #expect(failure.message.contains("got \(probe)"))
        try report("orchestrator", "a peer of another job", status: 0, failure.message)
        try await run.startTrainer()
        #expect(try await run.summary().sha256 == (try await SameResultTests.reference.value))
    }
}
