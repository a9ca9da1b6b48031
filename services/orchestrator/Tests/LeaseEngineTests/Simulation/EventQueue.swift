/// Events by the time at which they happen; those of one moment in the order in which they were added.
struct EventQueue {
    private var entries: [(time: Duration, event: SimulationEvent)] = []

    mutating func add(_ event: SimulationEvent, at time: Duration) {
        // Latest first, so that the next one is taken from the end.
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].time > time { low = middle + 1 } else { high = middle }
        }
        entries.insert((time, event), at: low)
    }

    mutating func next() -> (time: Duration, event: SimulationEvent)? { entries.popLast() }
}
