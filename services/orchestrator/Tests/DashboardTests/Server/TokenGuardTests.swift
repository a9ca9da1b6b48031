import Dashboard
import Foundation
import Telemetry
import Testing

@Suite(.timeLimit(.minutes(5))) struct TokenGuardTests {
    private static let token = "only-who-may-look-knows-it"

    private static func basic(_ pair: String) -> String { "Basic \(Data(pair.utf8).base64EncodedString())" }

    private static func code(_ answer: Client.Answer) throws -> String {
        try JSONDecoder().decode(ErrorAnswer.self, from: Data(answer.body)).error.code
    }

    @Test(arguments: [
        "/", "/dashboard.js", "/dashboard.css", "/favicon.svg", "/api/v1/run", "/api/v1/trainers", "/api/v1/history",
        "/api/v1/checkpoints", "/api/v1/checkpoints/model.safetensors", "/api/v1/events?seconds=0",
        "/api/v1/openapi.json", "/nothing",
    ])
    func `whatever is asked for, only who shows the token gets it`(path: String) async throws {
        try await withServer(RunJournal(), token: Self.token) { client in
            for method in ["GET", "HEAD"] {
                let refused = try await client.ask(path, method: method)
                #expect(refused.status == 401)
                #expect(refused.headers["www-authenticate"] == "Basic realm=\"Pangea\", charset=\"UTF-8\"")
                #expect(refused.headers["cache-control"] == "no-store")
                #expect(refused.headers["x-content-type-options"] == "nosniff")
                let header = "Authorization: Bearer \(Self.token)"
                #expect(try await client.ask(path, method: method, headers: [header]).status != 401)
            }
        }
    }

    @Test(arguments: [
        ("Bearer \(token)", nil), ("bearer  \(token)", nil), (basic("anybody:\(token)"), nil),
        (basic(":\(token)"), nil), ("basic \(Data(":\(token)".utf8).base64EncodedString())", nil),
        ("Digest \(token)", "token_needed"), (token, "token_needed"), ("", "token_needed"),
        ("Bearer", "wrong_token"), ("Bearer ", "wrong_token"), ("Bearer \(token)x", "wrong_token"),
        ("Bearer \(token.dropLast())", "wrong_token"), ("Bearer \(token.uppercased())", "wrong_token"),
        ("Bearer \(token), Bearer \(token)", "wrong_token"), ("Basic \(token)", "wrong_token"),
        (basic(token), "wrong_token"), (basic("\(token):"), "wrong_token"), (basic("a:b:\(token)"), "wrong_token"),
        (basic("\(token):another one of 16 bytes"), "wrong_token"), ("Basic ****", "wrong_token"),
    ])
    func `a token is shown by Bearer, or as the password of Basic`(header: String, code: String?) async throws {
        try await withServer(RunJournal(), token: Self.token) { client in
            let answer = try await client.ask("/api/v1/run", headers: ["Authorization: \(header)"])
            #expect(answer.status == (code == nil ? 200 : 401))
            if let code { #expect(try Self.code(answer) == code) }
            #expect(!answer.text.contains(Self.token))
        }
    }

    @Test func `another host, or a method that changes, is refused as before, token or not`() async throws {
        try await withServer(RunJournal(), token: Self.token) { client in
            for headers in [[], ["Authorization: Bearer \(Self.token)"]] {
                #expect(try await client.ask("/", host: "elsewhere.example", headers: headers).status == 421)
                let changed = try await client.ask("/", method: "POST", headers: headers + ["Content-Length: 0"])
                #expect(changed.status == 405)
            }
        }
    }

    @Test func `a wrong token is logged with the peer and counted, many of them in one line, none with what was shown`()
        async throws
    {
        let (lines, log) = AsyncStream.makeStream(of: String.self)
        let metrics = MetricRegistry()
        try await withServer(RunJournal(), token: Self.token, metrics: metrics, log: log) { client in
            for number in 0..<23 {
                // The last three show none.
                let header = "Authorization: Bearer another-one-of-16-bytes-\(number)"
                let answer = try await client.ask("/", headers: number < 20 ? [header] : [])
                #expect(answer.status == 401)
            }
        }
        log.finish()
        let all = await lines.reduce(into: [String]()) { $0.append($1) }
        let refusals = all.filter { $0.hasPrefix("not admitted to the dashboard peer=127.0.0.1:") }
        #expect(refusals.first?.contains("found another one") == true, "\(all)")
        // The twenty take far less than so many seconds.
        #expect((1...19).contains(refusals.count { $0.contains("found another one") }), "\(refusals)")
        #expect(!all.contains { $0.contains("16-bytes") || $0.contains(Self.token) })
        let shown = metrics.exposition()
        #expect(shown.contains("pangea_dashboard_requests_refused_total{reason=\"wrongToken\"} 20"), "\(shown)")
        #expect(shown.contains("pangea_dashboard_requests_refused_total{reason=\"noToken\"} 3"), "\(shown)")
    }
}
