/// One event for those who watch, ready to be sent.
package struct LiveEvent: Hashable, Sendable {
    /// What it is about; the name that a page listens for.
    package enum Name: String, Codable, Sendable, CaseIterable {
        /// The whole answer of a resource, newer than any before.
        case run, trainers, checkpoints
        /// What came to the history.
        case steps, evaluations, notes
        /// What the client has can't be brought up to date: it is to ask for everything again.
        case reset

        /// Whether a newer one makes an older one worthless.
        package var isState: Bool {
            switch self {
            case .run, .trainers, .checkpoints: true
            case .steps, .evaluations, .notes, .reset: false
            }
        }
    }

    /// What it is about.
    package let name: Name
    /// One line of JSON.
    package let data: String

    /// An event with its JSON, which has no line feed.
    package init(_ name: Name, data: String) {
        self.name = name
        self.data = data
    }

    /// As server-sent events have it, with the id that a client comes back with.
    package func text(id: EventID) -> String { "id: \(id)\nevent: \(name.rawValue)\ndata: \(data)\n\n" }
}
