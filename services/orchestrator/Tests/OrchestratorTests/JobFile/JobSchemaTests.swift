import Foundation
import Orchestrator
import Testing

/// docs/job-file.schema.json and docs/job-file.md against the parser.
@Suite struct JobSchemaTests {
    private let schema: JobSchema

    init() throws { schema = try JobSchema.load() }

    @Test func `a job with nothing but what is required is read`() throws {
        #expect(throws: Never.self) { try Job(yaml: JobSchema.text(schema.sample())) }
    }

    @Test func `every key is known to the parser, and no other is`() throws {
        for key in schema.keys {
            var document = schema.sample(with: key.path)
            #expect(throws: Never.self, "\(key)") { try Job(yaml: JobSchema.text(document)) }
            document.set("anything", at: key.path.dropLast() + ["surplus"])
            let error = #expect(throws: JobFileError.self, "\(key)") { try Job(yaml: JobSchema.text(document)) }
            #expect("\(error.map { "\($0)" } ?? "")".contains("surplus"), "\(key): \(String(describing: error))")
        }
        #expect(schema.keys.count > 40, "the walk has seen the whole schema")
    }

    @Test func `exactly the required keys are missed`() throws {
        for key in schema.keys {
            var document = schema.sample(with: key.path)
            document.set(nil, at: key.path)
            if key.isRequired {
                #expect(throws: JobFileError.self, "\(key)") { try Job(yaml: JobSchema.text(document)) }
            } else if !key.isChoice {
                #expect(throws: Never.self, "\(key)") { try Job(yaml: JobSchema.text(document)) }
            }
        }
    }

    @Test func `every value is bounded as the schema says`() throws {
        var (fitting, misfits) = (0, 0)
        for key in schema.keys {
            for value in key.fitting {
                #expect(throws: Never.self, "\(key): \(value)") { try Job(yaml: schema.text(key, value)) }
                fitting += 1
            }
            for value in key.misfits {
                #expect(throws: JobFileError.self, "\(key): \(value)") { try Job(yaml: schema.text(key, value)) }
                misfits += 1
            }
        }
        #expect(fitting > 60 && misfits > 60)
    }

    @Test func `a default is what a missing key means`() throws {
        let keys = schema.keys.filter { $0.fallback != nil }
        #expect(keys.count == 19)
        for key in keys {
            var document = schema.document(key, try #require(key.fallback))
            let given = try Job(yaml: JobSchema.text(document))
            document.set(nil, at: key.isRequired ? key.path.dropLast() : key.path)
            #expect(try Job(yaml: JobSchema.text(document)) == given, "\(key)")
        }
    }

    @Test func `the page has a row for each key, with its default`() throws {
        let page = try String(contentsOf: JobSchema.folder.appending(path: "job-file.md"), encoding: .utf8)
        var rows: [String: String] = [:]
        for line in page.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let name = try #require(cells[0].split(separator: "`").first)
            #expect(rows.updateValue(cells[1], forKey: String(name)) == nil, "\(name) has two rows")
        }
        let keys = schema.keys.filter { !$0.isSection }
        #expect(Set(keys.map(\.name)).subtracting(rows.keys) == [], "keys without a row")
        #expect(Set(rows.keys).subtracting(schema.keys.map(\.name)) == [], "rows without a key")
        for key in keys {
            let cell = rows[key.name] ?? ""
            if let fallback = key.fallback {
                #expect(JobSchema.same(cell.replacing("`", with: ""), fallback), "\(key): \(cell)")
            } else {
                #expect((cell == "required") == key.isRequired || key.path.dropLast() == ["target"], "\(key): \(cell)")
            }
        }
    }
}
