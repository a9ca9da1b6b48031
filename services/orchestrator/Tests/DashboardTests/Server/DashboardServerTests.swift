import Dashboard
import Digests
import Foundation
import Logging
import Testing

@Suite(.timeLimit(.minutes(5))) struct DashboardServerTests {
    private static let securityHeaders = [
        "x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin", "cross-origin-opener-policy": "same-origin",
        "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ]

    private static func code(_ answer: Client.Answer) throws -> String {
        try JSONDecoder().decode(ErrorAnswer.self, from: Data(answer.body)).error.code
    }

    @Test func `the page and its parts are served, and name no other host`() async throws {
        let journal = RunJournal()
        try await withServer(journal) { client in
            let page = try await client.ask("/")
            #expect(page.status == 200)
            #expect(page.headers["content-type"] == "text/html; charset=utf-8")
            let parts = page.text.matches(of: /(?:src|href)="([^"#]+)"/).map { String($0.output.1) }
            #expect(parts.count >= 8)
            for part in parts { #expect(try await client.ask("/\(part)").status == 200, "\(part)") }
            for file in ["/", "/dashboard.css", "/dashboard.js", "/chart.js", "/series.js", "/times.js"] {
                let text = try await client.ask(file).text
                let addresses = text.matches(of: /https?:\/\/[^\s"'`]+/).map { String($0.output) }
                #expect(addresses.allSatisfy { $0 == "http://www.w3.org/2000/svg" }, "\(file): \(addresses)")
            }
        }
    }

    @Test func `every answer keeps other sites out`() async throws {
        try await withServer(RunJournal()) { client in
            for path in ["/", "/dashboard.js", "/api/v1/run", "/api/v1/events?seconds=0", "/nothing"] {
                let headers = try await client.ask(path).headers
                for (name, value) in Self.securityHeaders { #expect(headers[name] == value, "\(path): \(name)") }
            }
        }
    }

    @Test(arguments: ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"])
    func `nothing can be changed`(method: String) async throws {
        try await withServer(RunJournal()) { client in
            for path in ["/", "/api/v1/run", "/api/v1/events", "/nothing"] {
                let answer = try await client.ask(path, method: method, headers: ["Content-Length: 0"])
                #expect(answer.status == 405)
                #expect(answer.headers["allow"] == "GET, HEAD")
                #expect(try Self.code(answer) == "method_not_allowed")
            }
        }
    }

    @Test func `HEAD says what GET would, without the body`() async throws {
        try await withServer(RunJournal()) { client in
            for path in ["/", "/api/v1/run", "/api/v1/events"] {
                let answer = try await client.ask(path, method: "HEAD")
                #expect(answer.status == 200)
                #expect(answer.body.isEmpty)
            }
        }
    }

    @Test(arguments: ["/nothing", "/api/v1/nothing", "/api/v2/run", "/api/v1/checkpoints/../../etc/passwd"])
    func `a path that isn't there is named`(path: String) async throws {
        try await withServer(RunJournal()) { client in
            let answer = try await client.ask(path)
            #expect(answer.status == 404)
            #expect(try Self.code(answer) == "not_found")
            #expect(answer.text.contains(path))
        }
    }

    @Test(arguments: [
        ("localhost:1", 200), ("127.0.0.1", 200), ("127.9.9.9:80", 200), ("[::1]:80", 200), ("LOCALHOST", 200),
        ("pangea.example", 421), ("127.0.0.1.pangea.example", 421), ("0.0.0.0", 421), ("localhost.example:1", 421),
        ("127.0.0.256", 421),
    ])
    func `served on the loopback, only requests for it are answered`(host: String, status: Int) async throws {
        try await withServer(RunJournal()) { client in
            let answer = try await client.ask("/api/v1/run", host: host)
            #expect(answer.status == status)
            if status != 200 { #expect(try Self.code(answer) == "wrong_host") }
        }
    }

    @Test(arguments: [
        ([], "pangea.example", 200), ([], "", 200), (["--dashboard-names", "localhost"], "127.0.0.1:8100", 200),
        (["--dashboard-names", "localhost"], "pangea.example", 421),
        (["--dashboard-names", "localhost"], "0.0.0.0", 421),
        (["--dashboard-names", "here.example, Pangea.example"], "pangea.EXAMPLE:8100", 200),
        (["--dashboard-names", "here.example,pangea.example"], "localhost", 200),
        (["--dashboard-names", "here.example,pangea.example"], "example", 421),
    ])
    func `served on every address, any name will do unless they are named`(
        flags: [String], host: String, status: Int
    ) async throws {
        try await withServer(RunJournal(), flags: ["--dashboard-host", "0.0.0.0"] + flags) { client in
            let answer = try await client.ask("/api/v1/run", host: host)
            #expect(answer.status == status)
            if status != 200 { #expect(try Self.code(answer) == "wrong_host") }
        }
    }

    @Test func `on the loopback too, names can be added`() async throws {
        try await withServer(RunJournal(), flags: ["--dashboard-names", "pangea.example"]) { client in
            #expect(try await client.ask("/api/v1/run", host: "pangea.example").status == 200)
            let refused = try await client.ask("/api/v1/run", host: "elsewhere.example")
            #expect(
                refused.text.contains(
                    "expected a request for localhost or an address of this machine's loopback or pangea.example, "
                        + "got one for \\\"elsewhere.example\\\""))
        }
    }

    @Test(arguments: ["", "one,,two", "one:80", "http://one"])
    func `what can be no name is refused`(names: String) {
        #expect(throws: (any Error).self) { try DashboardOptions.parse(["--dashboard-names", names]) }
    }

    @Test func `a checkpoint is downloaded whole, with its digest`() async throws {
        let folder = try TemporaryFolder()
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let name = "checkpoint-000000000003.safetensors"
        try folder.write(bytes, to: name)
        try folder.write([1], to: "beginning.json")
        let journal = RunJournal()
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try await RunRecorder(journal: journal, folder: folder.path, logger: quiet)
            .record(Samples.facts, resumedAt: nil, epoch: 0) {}
        try await withServer(journal) { client in
            let answer = try await client.ask("/api/v1/checkpoints/\(name)")
            #expect(answer.status == 200)
            #expect(answer.body == bytes)
            let digest = Digest.of(bytes)
            #expect(answer.headers["etag"] == "\"\(digest)\"")
            #expect(answer.headers["repr-digest"] == "sha-256=:\(Data(digest.bytes).base64EncodedString()):")
            #expect(answer.headers["content-disposition"] == "attachment; filename=\"\(name)\"")
            for other in ["beginning.json", "model.safetensors", "..%2F\(name)", "%2e%2e"] {
                #expect(try await client.ask("/api/v1/checkpoints/\(other)").status == 404, "\(other)")
            }
            try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)")
            let gone = try await client.ask("/api/v1/checkpoints/\(name)")
            #expect(gone.status == 404)
            #expect(try Self.code(gone) == "no_such_checkpoint")
        }
    }
}
