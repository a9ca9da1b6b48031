import Foundation
import Inspection
import Testing

@Suite struct CertificatesReportTests {
    /// Certificates of the admission's tests, made by OpenSSL.
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../libraries/admission/Tests/Fixtures").standardized.path

    private static func report(_ files: String..., at time: String = "2026-11-27T00:00:00Z") throws -> any FileReport {
        let text = try files.flatMap { try Data(contentsOf: URL(fileURLWithPath: "\(fixtures)/\($0)")) }
        return try Samples.withFile(text) { try Inspector(now: Date(time, strategy: .iso8601)).report(on: $0) }
    }

    @Test func `a certificate is told with what OpenSSL says of it`() throws {
        let report = try Self.report("trainer.pem")
        #expect(report.problem == nil)
        let lines = InspectionText.of(report).components(separatedBy: "\n")
        #expect(lines[0].hasSuffix(": a certificate"))
        #expect(
            Array(lines.dropFirst()) == [
                "  subject       CN=trainer-1", "  issuer        CN=the tests' authority",
                "  names         trainer, trainer-1", "  good for      to connect",
                "  valid from    2020-01-01T00:00:00Z", "  valid until   2120-01-01T00:00:00Z",
                // openssl x509 -noout -fingerprint -sha256
                "  sha256        6b1752a69fbd9cb9c4bd206af035f7e3c6b1ec2dbe31d27b1142b27eac9e94b8",
            ])
    }

    @Test func `several are told in their order, an authority as one`() throws {
        let report = try Self.report("orchestrator.pem", "authority.pem")
        let json = try InspectionText.json(report)
        let all = try #require(json["certificates"] as? [[String: Any]])
        #expect(json["kind"] as? String == "certificates")
        #expect(all.map { $0["isAuthority"] as? Bool } == [false, true])
        #expect(all.map { $0["uses"] as? [String] } == [["to connect", "to listen"], ["to sign others"]])
        #expect(all[0]["names"] as? [String] == ["orchestrator", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"])
        #expect(InspectionText.of(report).contains("2 certificates"))
    }

    @Test(arguments: [
        ("expired.pem", "2026-11-27T00:00:00Z", "it is no longer valid"),
        ("trainer.pem", "2019-12-31T23:59:59Z", "it isn't valid yet"),
    ])
    func `one that doesn't hold is told so`(file: String, time: String, problem: String) throws {
        let report = try Self.report(file, at: time)
        #expect(report.problem == problem)
        #expect(InspectionText.of(report).contains("  problem       \(problem)"))
    }

    @Test func `of a key nothing is told`() throws {
        let error = #expect(throws: InspectionError.self) { try Self.report("trainer.key") }
        #expect(error?.description.hasSuffix(": it is a private key, of which nothing is told") == true)
        let key = try String(contentsOfFile: "\(Self.fixtures)/trainer.key", encoding: .utf8)
        // Behind a certificate it isn't told either.
        let both = try InspectCommand.json(of: try Self.report("trainer.pem", "trainer.key"))
        for line in key.split(separator: "\n") { #expect(!both.contains(line)) }
    }

    @Test func `a text in PEM without a certificate is refused`() throws {
        let text = Array("-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n".utf8)
        #expect(throws: InspectionError.self) { try Samples.withFile(text) { try Inspector().report(on: $0) } }
    }
}
