/// What is wrong with the lines that lead through a proxy.
struct LineQuality: Sendable {
    /// How much later each byte arrives, in either direction.
    var delay = Duration.zero
    /// Bytes a second that a line carries in each direction; nil for as many as come.
    var bytesPerSecond: Int?
    /// A line is cut when it has carried so many bytes to the server, whatever frame that is in the middle of.
    var cutAfter: Int?
    /// Lines that are cut; later ones carry on.
    var mostCuts = Int.max
}
