import Admission
import Certificates
import Foundation
import Testing

@Suite struct MakeCertsTests {
    private static let day = TimeInterval(86_400)

    @Test func `without more words there is an authority and one node of each role`() throws {
        let folder = Folder()
        let said = try folder.make()
        #expect(
            try folder.files == [
                "authority.key", "authority.pem", "compute.key", "compute.pem", "orchestrator.key", "orchestrator.pem",
                "trainer.key", "trainer.pem",
            ])
        #expect(
            said.map { $0.split(separator: ":")[0].split(separator: "/").last } == [
                "authority.pem", "compute.pem", "orchestrator.pem", "trainer.pem",
            ])
        #expect(said[0].contains("signs the others; until 2") && said[3].contains(": for trainer; until 2"))
        for node in ["compute", "orchestrator", "trainer"] {
            #expect(try folder.credentials(node).chain.count == 1)
            #expect(try folder.mode("\(node).key") == 0o600 && folder.mode("\(node).pem") == 0o644)
        }
        #expect(try folder.mode("authority.key") == 0o600 && folder.mode("") == 0o700)
    }

    @Test func `names and expiry are options`() throws {
        let folder = Folder()
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        try folder.make(
            "compute=10.0.0.2,data.example", "trainer-2:trainer", "--days", "7", "--authority-name", "ours", at: now)
        let compute = try #require(try folder.certificate("compute"))
        #expect(compute.names == ["compute", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "10.0.0.2", "data.example"])
        #expect(compute.sides == [.listening] && compute.issuer == "CN=ours")
        #expect(compute.validUntil == now + 7 * Self.day && compute.validFrom == now - 3600)
        let trainer = try #require(try folder.certificate("trainer-2"))
        #expect(trainer.names == ["trainer", "trainer-2"] && trainer.sides == [.dialling])
    }

    @Test func `a file that is there is never written to, and nothing else is made then`() throws {
        let folder = Folder()
        try folder.make("trainer")
        let before = try folder.bytes("trainer.pem") + folder.bytes("trainer.key") + folder.bytes("authority.key")
        #expect(throws: CertificatesError.exists(path: "\(folder.path)/trainer.pem")) {
            try folder.make("compute", "trainer")
        }
        #expect(try folder.bytes("trainer.pem") + folder.bytes("trainer.key") + folder.bytes("authority.key") == before)
        #expect(try !folder.files.contains("compute.pem"))
    }

    @Test func `more nodes are signed by the authority that is there`() throws {
        let folder = Folder()
        try folder.make("compute")
        let authority = try folder.bytes("authority.pem")
        try folder.make("trainer-2:trainer")
        #expect(try folder.bytes("authority.pem") == authority)
        #expect(try folder.credentials("trainer-2").chain.count == 1)
    }

    @Test func `an authority without its key signs nothing`() throws {
        let folder = Folder()
        try folder.make("compute")
        try FileManager.default.removeItem(atPath: "\(folder.path)/authority.key")
        let error = #expect(throws: CertificatesError.self) { try folder.make("trainer") }
        #expect(error?.description.contains("found one of them alone") == true)
    }

    @Test(
        arguments: [
            "worker", "a/b:trainer", "authority:trainer", ":trainer", "trainer=", "compute=a,,b", "a:b:trainer",
            "-:trainer",
        ])
    func `what names no node is refused`(text: String) {
        #expect(throws: CertificatesError.unknownNode(text)) { try NodeRequest(text) }
    }

    @Test func `a host that there can't be leaves nothing behind but the authority`() throws {
        let folder = Folder()
        #expect(throws: CertificatesError.self) { try folder.make("trainer", "compute=a b") }
        #expect(try folder.files == ["authority.key", "authority.pem"])
        #expect(throws: CertificatesError.twice("trainer")) { try folder.make("trainer", "trainer") }
    }
}
