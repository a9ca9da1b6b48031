import Datasets
import Foundation
import Testing

@Suite struct SurveyTests {
    private static func table(
        _ text: String, named name: String = "table.csv", hasHeader: Bool? = nil
    ) throws -> TableSurvey {
        let folder = try DataFolder()
        try folder.write(Array(text.utf8), to: name)
        guard case .table(let table) = try FileSurvey.look(at: "\(folder.root)/\(name)", hasHeader: hasHeader) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return table
    }

    @Test func `columns tell their numbers, texts and missing values`() throws {
        let table = try Self.table(
            "a,b,c\n1,x,0.5\n2,\"x, \"\"y\"\"\",NA\r\n3, z ,\n", named: "any.csv")
        #expect(table.hasHeader && table.rowCount == 3)
        #expect(table.columns.map(\.name) == ["a", "b", "c"])
        let (a, b, c) = (table.columns[0], table.columns[1], table.columns[2])
        #expect(a.numberCount == 3 && a.wholeCount == 3 && a.isCounting && a.least == 1 && a.greatest == 3)
        #expect(b.textCount == 3 && b.textExample == "x" && !b.isCounting)
        #expect(b.values?.map(\.text) == ["x", "x, \"y\"", "z"])
        #expect(c.numberCount == 1 && c.wholeCount == 0 && c.missing == ["NA": 1, "": 1] && c.missingCount == 2)
    }

    @Test(
        arguments: [
            ("1,2\n3,4\n", false, 2), ("a,b\n1,2\n", true, 1), (",b\n1,x\n2,y\n", true, 2), ("a,\n1,2\n", false, 2),
            ("a,a\n1,2\n", false, 2), ("kind,size\nred,big\nblue,small\n", true, 2), ("red,big\nred,small\n", false, 2),
            ("a,b\n", false, 1), ("5.1,setosa\n4.9,setosa\n", false, 2),
        ])
    func `whether the first record names the columns is told from what is below`(
        text: String, hasHeader: Bool, rowCount: Int
    ) throws {
        let table = try Self.table(text)
        #expect(table.hasHeader == hasHeader && table.rowCount == rowCount, "\(table.headerReason)")
        #expect(!table.headerReason.isEmpty)
    }

    @Test func `without a header the first record counts like all others`() throws {
        let table = try Self.table("1,5\n2,5\n3,7\n")
        #expect(table.columns.map(\.name) == ["0", "1"])
        #expect(table.columns.map(\.isCounting) == [true, false])
        #expect(table.columns[1].values == [.init(text: "5", count: 2), .init(text: "7", count: 1)])
        #expect(try Self.table("7\n2\n3\n").columns[0].isCounting == false)
        #expect(try Self.table("1\n2\n", hasHeader: true).columns.map(\.name) == ["1"])
    }

    @Test func `too many different values aren't told one by one`() throws {
        let rows = (0...ColumnSurvey.mostDistinct).map { "w\($0),\($0 % 3)" }.joined(separator: "\n")
        let table = try Self.table("word,three\n\(rows)\n")
        #expect(table.columns[0].values == nil && table.columns[0].textCount == ColumnSurvey.mostDistinct + 1)
        #expect(table.columns[1].values?.count == 3)
    }

    @Test(
        arguments: [
            ("data.csv", "a,b\n1,2\n", "table"), ("data", "a,b\n1,2\n", "table"), ("data", "a, b\n", "table"),
            ("data", "Once upon a time\nthere was, or so they say,\na fox.\n", "text"),
            ("notes.txt", "a,b\n1,2\n", "text"), ("data", "one\ntwo\n", "text"),
        ])
    func `a file's name and first records tell what it is`(name: String, text: String, kind: String) throws {
        let folder = try DataFolder()
        try folder.write(Array(text.utf8), to: name)
        let found =
            switch try FileSurvey.look(at: "\(folder.root)/\(name)") {
            case .idx: "idx"
            case .table: "table"
            case .text: "text"
            }
        #expect(found == kind)
    }

    @Test func `images and labels in IDX are told apart`() throws {
        let folder = try DataFolder()
        try folder.write([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 9, 8, 7, 6], to: "images")
        try folder.write([0, 0, 8, 1, 0, 0, 0, 2, 4, 1], to: "labels")
        try folder.write([0, 0, 13, 1, 0, 0, 0, 1, 0x3f, 0, 0, 0], to: "floats")
        guard case .idx(let images) = try FileSurvey.look(at: "\(folder.root)/images"),
            case .idx(let labels) = try FileSurvey.look(at: "\(folder.root)/labels"),
            case .idx(let floats) = try FileSurvey.look(at: "\(folder.root)/floats")
        else {
            Issue.record("expected IDX")
            return
        }
        #expect(images.sampleShape == [1, 2] && images.sampleCount == 2 && images.isUnsignedBytes)
        #expect(images.classCount == nil && labels.sampleShape.isEmpty && labels.classCount == 5)
        #expect(floats.classCount == nil && floats.elementType == "float32")
    }

    @Test func `a text tells its length and its alphabet`() throws {
        let folder = try DataFolder()
        try folder.write(Array("äbba\n".utf8), to: "a.txt")
        guard case .text(let text) = try FileSurvey.look(at: "\(folder.root)/a.txt") else {
            Issue.record("expected a text")
            return
        }
        #expect(text.byteCount == 6 && text.characterCount == 5 && text.alphabetCount == 4)
    }

    @Test(
        arguments: [
            ("a.csv", "a,b\n1,2,3\n", "line 2, column 1: expected 2 fields as in the first record, found 3"),
            ("a.csv", "a,b\n1,\"2\n", "line 2, column 3: expected a closing quote"),
            ("a.csv", "", "found an empty file"), ("a.txt", "caf\u{fffd}", "none"),
        ])
    func `what can't be read is named with its place`(name: String, text: String, words: String) throws {
        let folder = try DataFolder()
        let bytes = text.contains("\u{fffd}") ? Array("caf".utf8) + [0xe9] : Array(text.utf8)
        try folder.write(bytes, to: name)
        let error = #expect(throws: DatasetError.self) { try FileSurvey.look(at: "\(folder.root)/\(name)") }
        let expected = words == "none" ? "line 1, column 4: expected UTF-8, found other bytes" : words
        #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
    }
}
