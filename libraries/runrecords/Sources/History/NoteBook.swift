/// The notes of a run: of each kind the newest so many, so that frequent ones don't push out rare ones.
public struct NoteBook: Sendable {
    /// The most notes of one kind.
    public static let mostOfAKind = 64

    private var notes: [RunNote.Kind: [RunNote]] = [:]
    private var nextNumber: UInt64 = 1

    /// Nothing happened yet.
    public init() {}

    /// All that are kept, in the order of their numbers.
    public var all: [RunNote] { notes.values.joined().sorted { $0.number < $1.number } }

    /// Whether there is none.
    public var isEmpty: Bool { notes.isEmpty }

    /// Takes note of something, and returns the note: the last one of its kind, counting more, where it says the same of
    /// the same step.
    public mutating func add(
        _ kind: RunNote.Kind, subject: String?, step: UInt64, text: String, count: UInt64, time: Double
    ) -> RunNote {
        if var last = notes[kind]?.last, last.step == step, last.subject == subject, last.text == text {
            last.count += count
            last.time = time
            put(last)
            return last
        }
        let note = RunNote(
            number: nextNumber, time: time, step: step, kind: kind, subject: subject, text: text, count: count)
        put(note)
        return note
    }

    /// Takes up a note as it is, in the place of one with its number.
    public mutating func put(_ note: RunNote) {
        nextNumber = max(nextNumber, note.number + 1)
        var kept = notes[note.kind] ?? []
        if let place = kept.lastIndex(where: { $0.number == note.number }) {
            kept[place] = note
        } else {
            kept.append(note)
        }
        notes[note.kind] = kept.suffix(Self.mostOfAKind)
    }

    /// Forgets all of them, but not how far they are counted.
    public mutating func removeAll() { notes.removeAll() }
}
