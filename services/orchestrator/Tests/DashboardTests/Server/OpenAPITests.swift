import Dashboard
import Foundation
import Logging
import Testing

/// The OpenAPI document against what the server really answers.
@Suite struct OpenAPITests {
    private static let token = "only-who-may-look-knows-it"
    private static let authorization = "Authorization: Bearer \(token)"

    /// What each path is asked with so that it answers with a status.
    private static let requests: [String: [String: (path: String, host: String)]] = [
        "/api/v1/run": ["200": ("/api/v1/run", "localhost")],
        "/api/v1/trainers": ["200": ("/api/v1/trainers", "localhost")],
        "/api/v1/history": ["200": ("/api/v1/history", "localhost")],
        "/api/v1/checkpoints": ["200": ("/api/v1/checkpoints", "localhost")],
        "/api/v1/checkpoints/{name}": [
            "200": ("/api/v1/checkpoints/checkpoint-000000000003.safetensors", "localhost"),
            "404": ("/api/v1/checkpoints/another", "localhost"),
        ],
        "/api/v1/events": [
            "200": ("/api/v1/events?seconds=0", "localhost"), "400": ("/api/v1/events?seconds=x", "localhost"),
            "503": ("/api/v1/events", "localhost"),
        ],
        "/api/v1/openapi.json": ["200": ("/api/v1/openapi.json", "localhost")],
    ]

    private struct Documented {
        let path: String
        let status: String
        let response: [String: Any]
    }

    private static func responses(of document: [String: Any]) throws -> [Documented] {
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        return try paths.sorted { $0.key < $1.key }.flatMap { path, methods in
            #expect(Array(methods.keys) == ["get"], "\(path): nothing but reading is described")
            let responses = try #require(methods["get"]?["responses"] as? [String: [String: Any]])
            return responses.map { Documented(path: path, status: $0.key, response: $0.value) }
        }
    }

    private static func journal(in folder: TemporaryFolder) async throws -> RunJournal {
        try folder.write([1, 2, 3], to: "checkpoint-000000000003.safetensors")
        try folder.write([1, 2], to: "model.safetensors")
        let journal = Samples.journal(in: folder.path)
        var shelf = CheckpointShelf(folder: folder.path)
        let files = shelf.look()
        journal.put(files, on: shelf)
        return journal
    }

    @Test func `every path and status of the document is real, with headers, type and schema`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await Self.journal(in: folder)
        try await withServer(journal, token: Self.token) { client in
            let document = try #require(
                try await client.ask("/api/v1/openapi.json", headers: [Self.authorization]).json() as? [String: Any])
            let documented = try Self.responses(of: document)
            let expected = Self.requests.flatMap { path, requests in requests.keys.map { "\(path) \($0)" } }
            let others = documented.filter { !["401", "421"].contains($0.status) }
            #expect(others.map { "\($0.path) \($0.status)" }.sorted() == expected.sorted())
            for status in ["401", "421"] {
                #expect(
                    documented.filter { $0.status == status }.count == Self.requests.count, "each path says \(status)")
            }
            for response in documented {
                let request =
                    switch response.status {
                    case "401": (path: response.path, host: "localhost")
                    case "421": (path: response.path, host: "elsewhere")
                    default: Self.requests[response.path]?[response.status]
                    }
                let (path, host) = try #require(request)
                let headers = response.status == "401" ? [] : [Self.authorization]
                let seats = response.status == "503" ? (0..<64).compactMap { _ in journal.feed.sit() } : []
                let answer = try await client.ask(path, host: host, headers: headers)
                for seat in seats { journal.feed.leave(seat) }
                #expect("\(answer.status)" == response.status, "\(path)")
                try Self.hold(answer, against: response, in: document)
            }
        }
    }

    private static func hold(_ answer: Client.Answer, against documented: Documented, in document: [String: Any]) throws
    {
        let check = SchemaCheck(document: document)
        let content = try #require(documented.response["content"] as? [String: [String: Any]])
        let type = try #require(answer.headers["content-type"]).split(separator: ";").first.map(String.init) ?? ""
        let schema = try #require(content[type]?["schema"] as? [String: Any], "\(documented.path): \(type)")
        if type == "application/json" {
            let complaints = check.complaints(about: try answer.json(), schema: schema, at: documented.path)
            #expect(complaints == [])
        }
        let headers = documented.response["headers"] as? [String: [String: Any]] ?? [:]
        for (name, header) in headers {
            let value = try #require(answer.headers[name.lowercased()], "\(documented.path): \(name)")
            let schema = try #require(header["schema"] as? [String: Any])
            #expect(check.complaints(about: value, schema: schema, at: name) == [])
        }
    }

    @Test func `the samples fill every field, so that none goes unchecked`() async throws {
        let folder = try TemporaryFolder()
        let journal = try await Self.journal(in: folder)
        journal.observe(
            .snapshot(
                Samples.snapshot(
                    step: 3, waiting: "waiting for 1 trainer",
                    trainers: [
                        Samples.trainer("ada", .working), Samples.trainer("eve", .gone, expelled: "it lied"),
                    ])))
        _ = journal.changesHistoryProblem(to: "no room")
        try await withServer(journal) { client in
            let document = try #require(try await client.ask("/api/v1/openapi.json").json() as? [String: Any])
            let schemas = try #require(
                (document["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]])
            var seen: [String: Set<String>] = [:]
            for path in ["run", "trainers", "history", "checkpoints"] {
                Self.collect(try await client.ask("/api/v1/\(path)").json(), into: &seen, schemas: schemas)
            }
            // Only a run that was gone on with, or is over, has these.
            let rare: Set = ["Run.resumedAt", "Run.sha256"]
            for (name, schema) in schemas where name != "Error" {
                let properties = Set((schema["properties"] as? [String: Any] ?? [:]).keys)
                let missing = properties.subtracting(seen[name] ?? []).map { "\(name).\($0)" }
                #expect(Set(missing).subtracting(rare).isEmpty, "\(missing)")
            }
        }
    }

    /// The fields that each schema was seen with: a value belongs to the schemas whose fields hold all of its own.
    private static func collect(_ value: Any, into seen: inout [String: Set<String>], schemas: [String: [String: Any]])
    {
        if let values = value as? [Any] { for value in values { collect(value, into: &seen, schemas: schemas) } }
        guard let fields = value as? [String: Any] else { return }
        for (name, schema) in schemas {
            let properties = Set((schema["properties"] as? [String: Any] ?? [:]).keys)
            let required = Set(schema["required"] as? [String] ?? [])
            let keys = Set(fields.keys)
            if keys.isSubset(of: properties), required.isSubset(of: keys) { seen[name, default: []].formUnion(keys) }
        }
        for value in fields.values { collect(value, into: &seen, schemas: schemas) }
    }

    @Test func `an answer that breaks its schema is found`() {
        let check = SchemaCheck(document: [:])
        let schema: [String: Any] = [
            "type": "object", "required": ["a"], "additionalProperties": false,
            "properties": ["a": ["type": "integer", "minimum": 1], "b": ["enum": ["x"]]],
        ]
        let complaints = { (value: Any) in check.complaints(about: value, schema: schema, at: "it").count }
        #expect(complaints(["a": 1, "b": "x"]) == 0)
        #expect(complaints(["a": 0]) == 1)
        #expect(complaints(["a": 1.5]) == 1)
        #expect(complaints(["b": "y"]) == 2)
        #expect(complaints(["a": 1, "c": 1]) == 1)
        #expect(check.complaints(about: 1, schema: ["unknown": 1], at: "it").count == 1)
    }
}
