import Foundation
import JobFile
import Testing

/// docs/job-file.schema.json and docs/job-file.md against the parser.
@Suite struct JobSchemaTests {
    private let schema: JobSchema
    private let layer: JobSchema
    private let both: [JobSchema]

    init() throws {
        (schema, layer) = try JobSchema.load()
        both = [schema, layer]
    }

    @Test func `a job with nothing but what is required is read`() throws {
        #expect(throws: Never.self) { try Job(yaml: schema.text(schema.sample())) }
    }

    @Test func `every key is known to the parser, and no other is`() throws {
        for (schema, key) in both.flatMap({ schema in schema.keys.map { (schema, $0) } }) {
            var document = schema.sample(with: key.path)
            #expect(throws: Never.self, "\(key)") { try Job(yaml: schema.text(document)) }
            document.set("anything", at: key.path.dropLast() + ["surplus"])
            let error = #expect(throws: JobFileError.self, "\(key)") { try Job(yaml: schema.text(document)) }
            #expect("\(error.map { "\($0)" } ?? "")".contains("surplus"), "\(key): \(String(describing: error))")
        }
        #expect(schema.keys.count > 60 && layer.keys.count > 40, "the walk has seen the whole schema")
    }

    @Test func `exactly the required keys are missed`() throws {
        for (schema, key) in both.flatMap({ schema in schema.keys.map { (schema, $0) } }) {
            var document = schema.sample(with: key.path)
            document.set(nil, at: key.path)
            if key.isRequired {
                #expect(throws: JobFileError.self, "\(key)") { try Job(yaml: schema.text(document)) }
            } else if !key.isChoice {
                #expect(throws: Never.self, "\(key)") { try Job(yaml: schema.text(document)) }
            }
        }
    }

    @Test func `every value is bounded as the schema says`() throws {
        var (fitting, misfits) = (0, 0)
        for (schema, key) in both.flatMap({ schema in schema.keys.map { (schema, $0) } }) {
            for value in key.fitting {
                #expect(throws: Never.self, "\(key): \(value)") { try Job(yaml: schema.text(key, value)) }
                fitting += 1
            }
            for value in key.misfits {
                #expect(throws: JobFileError.self, "\(key): \(value)") { try Job(yaml: schema.text(key, value)) }
                misfits += 1
            }
        }
        #expect(fitting > 120 && misfits > 120)
    }

    @Test func `a default is what a missing key means`() throws {
        let keys = both.flatMap { schema in schema.keys.filter { $0.fallback != nil }.map { (schema, $0) } }
        #expect(keys.count == 52)
        for (schema, key) in keys {
            var document = schema.document(key, try #require(key.fallback))
            let given = try Job(yaml: schema.text(document))
            document.set(nil, at: key.isRequired ? key.path.dropLast() : key.path)
            #expect(try Job(yaml: schema.text(document)) == given, "\(key)")
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
        let all = schema.keys.map { ($0.name, $0) } + layer.keys.map { ("model.layers[].\($0.name)", $0) }
        let keys = all.filter { !$0.1.isSection }
        #expect(Set(keys.map(\.0)).subtracting(rows.keys) == [], "keys without a row")
        #expect(Set(rows.keys).subtracting(all.map(\.0)) == [], "rows without a key")
        for (name, key) in keys {
            let cell = rows[name] ?? ""
            if let fallback = key.fallback {
                #expect(JobSchema.same(cell.replacing("`", with: ""), fallback), "\(key): \(cell)")
            } else {
                #expect((cell == "required") == key.isRequired, "\(key): \(cell)")
            }
        }
    }
}
