import Foundation
import Synchronization

/// A clock that tests set.
final class Year: Sendable {
    private let year: Mutex<Int>

    init(_ year: Int) {
        self.year = Mutex(year)
    }

    func set(_ year: Int) {
        self.year.withLock { $0 = year }
    }

    /// The middle of the year.
    var date: Date {
        let year = year.withLock { $0 }
        return Date(timeIntervalSince1970: 86_400 * 365.25 * (Double(year) - 1970 + 0.5))
    }
}
