package import NIOCore

/// How many signs of life came within a second.
package struct SignCount {
    /// Of the second under way.
    package private(set) var count = 0
    private var end = NIODeadline.uptimeNanoseconds(0)

    package init() {}

    /// One more came.
    package mutating func add(at now: NIODeadline) {
        if now >= end {
            end = now + .seconds(1)
            count = 0
        }
        count += 1
    }
}
