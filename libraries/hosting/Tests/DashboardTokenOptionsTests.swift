import Admission
import ArgumentParser
import Foundation
import Hosting
import Testing

@Suite struct DashboardTokenOptionsTests {
    private static let secret = "only-who-may-look-knows-it"

    @Test func `a token comes from a file, that a variable may name, or the environment, and not from both`() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/token"
        try Data("\(Self.secret)\n".utf8).write(to: URL(fileURLWithPath: path))
        let none = try DashboardTokenOptions.parse([])
        let named = try DashboardTokenOptions.parse(["--dashboard-token-file", path])
        #expect(try none.token(environment: [:]) == nil)
        let empty = [DashboardTokenOptions.tokenVariable: "", DashboardTokenOptions.fileVariable: ""]
        #expect(try none.token(environment: empty) == nil)
        #expect(try named.token(environment: empty) != nil)
        #expect(try none.token(environment: [DashboardTokenOptions.fileVariable: path]) != nil)
        // The command line wins.
        #expect(try named.token(environment: [DashboardTokenOptions.fileVariable: "/nowhere"]) != nil)
        let variable = [DashboardTokenOptions.tokenVariable: Self.secret]
        #expect(try none.token(environment: variable)?.isEqual(to: Array(Self.secret.utf8)) == true)
        let error = #expect(throws: ServiceFailure.self) { try named.token(environment: variable) }
        #expect(error?.status == .usage)
        #expect(error?.description == "expected --dashboard-token-file or PANGEA_DASHBOARD_TOKEN, found both")
    }

    @Test func `what is no token is an error that names its source and shows nothing of it`() throws {
        let short = #expect(throws: ServiceFailure.self) {
            try DashboardTokenOptions.parse([]).token(environment: [DashboardTokenOptions.tokenVariable: "hush"])
        }
        #expect(short?.status == .badInput)
        #expect(
            short?.description == "PANGEA_DASHBOARD_TOKEN: dashboard token: expected 16 to 4096 bytes, found 4")
        let missing = #expect(throws: ServiceFailure.self) {
            try DashboardTokenOptions.parse(["--dashboard-token-file", "/nowhere/token"]).token(environment: [:])
        }
        #expect(missing?.description == "--dashboard-token-file: dashboard token: can't read \"/nowhere/token\"")
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("localhost", true), ("::1", true), ("0.0.0.0", false), ("192.0.2.1", false),
    ])
    func `beyond loopback the dashboard is shown only for a token, or insecurely`(host: String, isLoopback: Bool) throws
    {
        try ExposureOptions.parse([]).require(try DashboardToken(Self.secret), toServeDashboardOn: host)
        try ExposureOptions.parse(["--insecure"]).require(nil as DashboardToken?, toServeDashboardOn: host)
        let open = Result { try ExposureOptions.parse([]).require(nil as DashboardToken?, toServeDashboardOn: host) }
        if isLoopback { return try open.get() }
        let error = #expect(throws: ServiceFailure.self) { try open.get() }
        #expect(error?.status == .usage)
        #expect(error?.description.hasPrefix("--dashboard-host \(host): expected a dashboard token") == true)
    }
}
