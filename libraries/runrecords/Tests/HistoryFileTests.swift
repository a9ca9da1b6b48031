import Foundation
import RunRecords
import Testing

@Suite struct HistoryFileTests {
    private static func history(steps: UInt64) -> RunHistory {
        var history = RunHistory()
        for step in 0..<steps { history.apply(.steps(Samples.bucket(step, loss: 1 / Double(step + 1)))) }
        history.apply(
            .evaluations(
                EvaluationBucket(EvaluationRecord(epoch: 0, step: 3, loss: 0.1, accuracy: 0.9), time: 7)))
        _ = history.add(.lost, subject: "bob", step: 2, text: "bob was \"lost\"\nfor good", count: 1, time: 8.5)
        return history
    }

    @Test func `what is written is read, bit for bit`() throws {
        let folder = try TemporaryFolder()
        var file = HistoryFile(folder: folder.path)
        let history = Self.history(steps: 5)
        try file.write(history)
        let more = HistoryRecord.steps(Samples.bucket(5, loss: 0.3))
        try file.append([more]) { history }
        let (read, problem) = file.read()
        #expect(problem == nil)
        var expected = history
        expected.apply(more)
        #expect(read.records == expected.records)
        #expect(try folder.text(of: HistoryFile.name).hasPrefix("pangea-history 1\n"))
    }

    @Test func `a file that isn't there is an empty history`() throws {
        let (history, problem) = HistoryFile(folder: try TemporaryFolder().path).read()
        #expect(history.isEmpty)
        #expect(problem == nil)
    }

    @Test func `a tail that is torn at any byte is cut off and named, and nothing before it`() throws {
        let folder = try TemporaryFolder()
        var file = HistoryFile(folder: folder.path)
        try file.write(Self.history(steps: 3))
        let bytes = Array(try folder.text(of: HistoryFile.name).utf8)
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        let last = bytes.count - 1 - lines[lines.count - 1].count
        for end in last + 1..<bytes.count {
            try folder.write(Array(bytes[..<end]), to: HistoryFile.name)
            let (history, problem) = file.read()
            #expect(problem == .torn(path: file.path, offset: last, byteCount: end))
            #expect(history.records.count == lines.count - 2)
        }
        try folder.write(Array(bytes[..<last]), to: HistoryFile.name)
        #expect(file.read().problem == nil)
    }

    @Test func `a bit that has flipped is found, whichever it is`() throws {
        let folder = try TemporaryFolder()
        var file = HistoryFile(folder: folder.path)
        try file.write(Self.history(steps: 1))
        let bytes = Array(try folder.text(of: HistoryFile.name).utf8)
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= 4
            try folder.write(damaged, to: HistoryFile.name)
            #expect(file.read().problem != nil, "byte \(place)")
        }
    }

    @Test(arguments: ["pangea-history 2\n", "{}\n", "something else\nand more\n"])
    func `a file of another format is named and put aside, not lost`(text: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(text.utf8), to: HistoryFile.name)
        let file = HistoryFile(folder: folder.path)
        let (history, problem) = file.read()
        #expect(history.isEmpty)
        #expect(problem.map { "\($0)" }?.contains("expected it to begin with \"pangea-history 1\"") == true)
        _ = file.putAside()
        #expect(try folder.text(of: "\(HistoryFile.name).other") == text)
    }

    @Test func `a file that has grown too large is written anew, and stays below its limit`() throws {
        let folder = try TemporaryFolder()
        let limit = 300_000
        var file = HistoryFile(folder: folder.path, compactionLimit: limit)
        var history = RunHistory()
        try file.write(history)
        var records: [HistoryRecord] = []
        var largest = 0
        for step in 0..<20_000 as Range<UInt64> {
            records.append(.steps(Samples.bucket(step, loss: Double(step))))
            history.apply(records[records.count - 1])
            guard records.count == 100 else { continue }
            let now = history
            try file.append(records) { now }
            records = []
            largest = max(largest, try folder.text(of: HistoryFile.name).utf8.count)
        }
        #expect((200_000...limit).contains(largest))
        let (read, problem) = file.read()
        #expect(problem == nil)
        #expect(read.steps.end == 20_000)
        #expect(read.steps.buckets.last?.loss.greatest == 19_999)
    }

    @Test func `a folder that is gone is named, and the next line is written with all others`() throws {
        let folder = try TemporaryFolder()
        var file = HistoryFile(folder: folder.path)
        let history = Self.history(steps: 3)
        try file.write(history)
        try FileManager.default.removeItem(atPath: file.path)
        let record = HistoryRecord.steps(Samples.bucket(3))
        let error = #expect(throws: HistoryError.self) { try file.append([record]) { history } }
        #expect(error.map { "\($0)" }?.contains(file.path) == true)
        try file.append([record]) { history }
        #expect(file.read().history.records == history.records)
    }
}
