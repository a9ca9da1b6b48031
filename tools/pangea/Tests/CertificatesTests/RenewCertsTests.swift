import Admission
import Certificates
import Foundation
import Testing

@Suite struct RenewCertsTests {
    private static let day = TimeInterval(86_400)
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func `all get new keys and later ends, for the same names, by the same authority`() throws {
        let folder = Folder()
        try folder.make("compute=10.0.0.2", "trainer", "--days", "10", at: Self.now)
        let before = (try folder.certificate("compute"), try folder.bytes("compute.key"))
        let authority = try folder.bytes("authority.pem")
        let later = Self.now + 9 * Self.day
        let said = try folder.renew("--days", "20", at: later)
        #expect(said.count == 2 && said[1].contains("trainer.pem: for trainer; until 2027-"))
        let after = try #require(try folder.certificate("compute"))
        #expect(after.names == before.0?.names && after.sides == before.0?.sides)
        #expect(after.validUntil == later + 20 * Self.day)
        #expect(try folder.bytes("compute.key") != before.1 && folder.mode("compute.key") == 0o600)
        #expect(try folder.bytes("authority.pem") == authority)
        #expect(try folder.credentials("compute", at: later + 15 * Self.day).chain == [after])
        #expect(try folder.files.allSatisfy { !$0.hasSuffix(".new") })
    }

    @Test func `only those that are named are renewed`() throws {
        let folder = Folder()
        try folder.make("compute", "trainer")
        let trainer = try folder.bytes("trainer.pem")
        #expect(try folder.renew("compute").count == 1)
        #expect(try folder.bytes("trainer.pem") == trainer)
    }

    @Test func `what can't be renewed is named, and nothing is`() throws {
        let folder = Folder()
        try folder.make("compute", "trainer", "--authority-days", "30", at: Self.now)
        let compute = try folder.bytes("compute.pem")
        for nodes in [["compute", "nobody"], ["compute", "authority"], ["compute", "../compute"]] {
            #expect(throws: CertificatesError.self) {
                try RenewCertsCommand.parse(nodes + ["--directory", folder.path]).renew(at: Self.now)
            }
        }
        let expired = #expect(throws: CertificatesError.self) { try folder.renew(at: Self.now + 31 * Self.day) }
        #expect(expired?.description.contains("found an expired one") == true)
        let stranger = Folder()
        try stranger.make("trainer", "--authority-name", "another")
        try Data(try stranger.bytes("trainer.pem")).write(to: URL(fileURLWithPath: "\(folder.path)/trainer.pem"))
        let foreign = #expect(throws: CertificatesError.self) { try folder.renew(at: Self.now) }
        #expect(foreign?.description.contains("expected one of \"CN=Pangea authority\"") == true)
        #expect(try folder.bytes("compute.pem") == compute)
        #expect(throws: CertificatesError.noAuthority(folder: "/nowhere")) {
            try RenewCertsCommand.parse(["--directory", "/nowhere"]).renew(at: Self.now)
        }
    }
}
