/// The newest events, for clients that are a little behind.
///
/// It is every client's queue at once: a client only has the number of the event that it saw last. So however many there
/// are, and however slow, no more than `capacity` events and `byteCapacity` bytes are held; a client that has fallen
/// behind what is held has to begin anew.
package struct EventRing: Sendable {
    /// An event and its number.
    package struct Entry: Hashable, Sendable {
        package let number: UInt64
        package let event: LiveEvent
    }

    /// What a client is to be sent.
    package enum CatchUp: Hashable, Sendable {
        /// These, in order; none where it has seen all.
        case events([Entry])
        /// Something that it hasn't seen is held no longer, or it comes from elsewhere: it has to begin anew behind `number`.
        case reset(to: UInt64)
    }

    private let capacity: Int
    private let byteCapacity: Int
    private var entries: [Entry] = []
    private var byteCount = 0
    /// The last event that was let go of although nothing newer says the same.
    private var lost: UInt64 = 0
    /// The number of the newest event; 0 before the first.
    package private(set) var newest: UInt64 = 0

    /// Holds at most so many events and bytes of their JSON.
    package init(capacity: Int = 512, byteCapacity: Int = 1 << 20) {
        self.capacity = capacity
        self.byteCapacity = byteCapacity
    }

    /// Adds an event; of a state only the newest is held.
    package mutating func append(_ event: LiveEvent) {
        if event.name.isState, let place = entries.lastIndex(where: { $0.event.name == event.name }) {
            byteCount -= entries.remove(at: place).event.data.utf8.count
        }
        newest += 1
        entries.append(Entry(number: newest, event: event))
        byteCount += event.data.utf8.count
        while entries.count > capacity || byteCount > byteCapacity, let oldest = entries.first {
            entries.removeFirst()
            byteCount -= oldest.event.data.utf8.count
            lost = oldest.number
        }
    }

    /// What a client that has seen event `number` is to be sent.
    package func behind(_ number: UInt64) -> CatchUp {
        guard number >= lost, number <= newest else { return .reset(to: newest) }
        let start = entries.firstIndex { $0.number > number } ?? entries.endIndex
        return .events(Array(entries[start...]))
    }
}
