import RunRecords
import Testing

@Suite struct NoteBookTests {
    @Test func `frequent notes don't push out rare ones`() {
        var book = NoteBook()
        _ = book.add(.expelled, subject: "eve", step: 1, text: "eve is expelled", count: 1, time: 1)
        for step in 0..<10_000 as Range<UInt64> {
            _ = book.add(.reissued, subject: "bob", step: step, text: "bob is slow", count: 1, time: 2)
        }
        #expect(book.all.count == NoteBook.mostOfAKind + 1)
        #expect(book.all.first?.kind == .expelled)
        #expect(book.all.last?.number == 10_001)
    }

    @Test func `the same of the same step is one note that counts`() {
        var book = NoteBook()
        let first = book.add(.reissued, subject: "bob", step: 4, text: "bob left", count: 2, time: 1)
        let again = book.add(.reissued, subject: "bob", step: 4, text: "bob left", count: 3, time: 2)
        _ = book.add(.reissued, subject: "bob", step: 5, text: "bob left", count: 1, time: 3)
        #expect(first.number == again.number)
        #expect(again.count == 5)
        #expect(book.all.map(\.count) == [5, 1])
        #expect(book.all.map(\.time) == [2, 3])
    }
}
