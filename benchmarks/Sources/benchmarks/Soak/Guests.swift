internal import Foundation

/// Trainers that come and go: in turns, each place of theirs is filled, and emptied again a round later.
struct Guests {
    private let pace: Int
    /// Who is in which place.
    private var places: [String?]
    private(set) var eventCount = 0
    private(set) var startedCount = 0
    /// Those ended by SIGTERM.
    private(set) var askedCount = 0
    /// Those ended by SIGKILL.
    private(set) var killedCount = 0

    /// Trainers whose micro-batches take at least `pace` milliseconds.
    init(places: Int, pace: Int) {
        self.pace = pace
        self.places = Array(repeating: nil, count: places)
    }

    /// Lets the next one come or go.
    mutating func next(in cluster: Cluster) throws {
        let place = eventCount % places.count
        eventCount += 1
        guard let name = places[place] else {
            startedCount += 1
            let name = "guest-\(startedCount)"
            try cluster.start(name, pace: pace, isTraced: false)
            places[place] = name
            return
        }
        let trainer = try cluster.trainer(name)
        if askedCount <= killedCount {
            askedCount += 1
            trainer.signal(SIGTERM)
            try trainer.wait(within: ServiceProcess.deadline)
        } else {
            killedCount += 1
            trainer.kill()
        }
        cluster.forget(name)
        places[place] = nil
    }
}
