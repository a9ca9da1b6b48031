/// One event of a stream of server-sent events.
package struct ServerSentEvent: Hashable, Sendable {
    /// What it is about.
    package let name: String
    /// What it says.
    package let data: String

    /// An event.
    package init(name: String, data: String) {
        self.name = name
        self.data = data
    }
}
