/// What a dashboard says of what happened at `/api/v1/history`, as far as it is shown here.
package struct RunHistory: Decodable, Hashable, Sendable {
    /// What is kept of the values of several points.
    package struct Values: Decodable, Hashable, Sendable {
        package let mean: Double
    }

    /// Neighbouring steps.
    package struct Steps: Decodable, Hashable, Sendable {
        /// The step behind the last one.
        package let to: UInt64
        package let loss: Values?
    }

    /// Neighbouring evaluations.
    package struct Evaluations: Decodable, Hashable, Sendable {
        /// The epoch behind the last one, counted from 0.
        package let to: UInt64
        package let loss: Values?
        package let accuracy: Values?
    }

    /// Something that happened, in words.
    package struct Note: Decodable, Hashable, Sendable {
        /// One that comes again replaces the one of its number.
        package let number: UInt64
        /// A word for programs; a later version may know more.
        package let kind: String
        package let subject: String?
        package let text: String
    }

    /// Events behind this one bring the history up to date.
    package let lastEventId: String
    package let steps: [Steps]
    package let evaluations: [Evaluations]
    package let notes: [Note]

    /// All of it.
    package init(lastEventId: String, steps: [Steps], evaluations: [Evaluations], notes: [Note]) {
        self.lastEventId = lastEventId
        self.steps = steps
        self.evaluations = evaluations
        self.notes = notes
    }
}
