import Datasets
import Testing

/// Tables of several pieces, which workers read at once.
@Suite struct LargeTableTests {
    private static let rowCount = 60_000

    /// Rows of some 60 bytes, every fifth with a quoted name that holds commas, quotes and line ends.
    private static func row(_ row: Int) -> String {
        let name =
            row % 5 == 2 ? "\"\(row),\n\"\"x\"\"\r\n\(String(repeating: ",\n", count: row % 13))\"" : "plain \(row % 7)"
        return "\(row),\(name),\(Float(row) / 8),\(row % 3)\(row % 2 == 0 ? "\r\n" : "\n")"
    }

    private static func open(_ rows: [String], cores: Int = 3) throws -> Dataset {
        let source = CSVFiles(
            training: "flights.csv", hasHeader: true, labelColumn: "y", columns: ["row", "eighth"])
        return try Flights.open(
            source, split: .place(share: 0.1), table: "row,name,eighth,y\n" + rows.joined(), cores: cores)
    }

    @Test(arguments: [1, 3])
    func `records are found wherever pieces begin`(cores: Int) throws {
        let dataset = try Self.open((0..<Self.rowCount).map(Self.row), cores: cores)
        let count = dataset.description.trainingSamples
        #expect(count + dataset.description.evaluationSamples == Self.rowCount)
        let expected = (0..<count).flatMap { [Float($0), Float($0) / 8] }
        #expect(try dataset.features(.training, Array(0..<count)) == expected)
        #expect(try dataset.samples(.training, [7, 59_000 / 2]).labels == [1, UInt32(59_000 / 2 % 3)])
    }

    @Test func `a mistake behind many pieces is told with its line`() throws {
        var rows = (0..<Self.rowCount).map(Self.row)
        let lines = rows[..<55_000].reduce(2) { $0 + $1.utf8.count { $0 == UInt8(ascii: "\n") } }
        rows[55_000] = "55000,plain,wrong,0\n"
        rows[59_999] = "also wrong\n"
        let error = #expect(throws: DatasetError.self) { try Self.open(rows) }
        #expect(
            error
                == .csv(
                    "flights.csv", TextPosition(line: lines, column: 13), .notANumber(field: "eighth", found: "wrong")))
    }

    @Test func `a quote that never closes is told where it opens, however far the end is`() throws {
        var rows = (0..<Self.rowCount).map { "\($0),plain,1,0\n" }
        rows[40_000] = "40000,\"plain,1,0\n"
        let error = #expect(throws: DatasetError.self) { try Self.open(rows) }
        #expect(error == .csv("flights.csv", TextPosition(line: 40_002, column: 7), .unclosedQuote))
    }

    @Test func `a class that the training split doesn't have is told with its line`() throws {
        var rows = (0..<Self.rowCount).map { "\($0),plain,1,0\n" }
        rows[59_500] = "1,\"a\nb\",1,4\n"
        let error = #expect(throws: DatasetError.self) { try Self.open(rows) }
        #expect(
            error
                == .csv(
                    "flights.csv", TextPosition(line: 59_503, column: 6),
                    .label(field: "y", .unseen(classes: 1, found: "4"))))
    }

    @Test func `every decimal number is the nearest float32`() throws {
        var state: UInt64 = 88_172_645_463_325_252
        func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
        var texts = [
            "16777217", "16777219.0", "33554435", "0.1", "-0", "+.5", "5.", "1e3", "-2.5E-3", "1e-46", "7e-46",
        ]
        texts += ["9007199254740993", "1.00000005960464477539", "1.000000059604644775390625", "0.00000000000000000001"]
        texts += ["340282346638528859811704183484516925440", "1.17549429e-38", "00000000000000000000000001.5"]
        for _ in 0..<20_000 {
            // Right between two floats, and beside it.
            let float = Float(bitPattern: UInt32(truncatingIfNeeded: next() >> 40) | 0x3f00_0000)
            texts.append("\((Double(float) + Double(float.nextUp)) / 2)")
            let digits = "\(next() % 10_000_000_000)"
            texts.append("\(digits.prefix(Int(next() % 5) + 1)).\(digits.dropFirst(5))\(next() % 1000)")
        }
        let table = "a,y\n" + texts.map { "\($0),0\n" }.joined()
        let source = CSVFiles(training: "flights.csv", hasHeader: true, labelColumn: "y")
        let dataset = try Flights.open(source, split: .place(share: 1e-9), table: table)
        let read = try dataset.features(.training, Array(0..<texts.count - 1))
        for (text, value) in zip(texts, read) where value.bitPattern != Float(text)?.bitPattern {
            Issue.record("\(text) is read as \(value)")
        }
    }
}
