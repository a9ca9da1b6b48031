/// What is told of a file.
package protocol FileReport: Encodable, Sendable {
    /// What is wrong with the file, though it could be read; nil where nothing is.
    var problem: String? { get }
    /// Adds what a person reads.
    func add(to report: inout ReportText)
}
