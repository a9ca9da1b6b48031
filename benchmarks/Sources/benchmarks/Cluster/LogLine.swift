internal import Foundation

/// A line of a service's log.
struct LogLine {
    let text: String

    /// When it was written, in seconds since 1970, to the millisecond.
    ///
    /// Throws where the line doesn't begin with a time.
    func time() throws -> Double {
        let word = String(text.prefix { $0 != " " })
        return try Date(word, strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true))
            .timeIntervalSince1970
    }

    /// The value of a key.
    ///
    /// Throws where the line has none.
    func field(_ key: String) throws -> String {
        guard let start = text.range(of: " \(key)=") else { throw ClusterError("no \(key) in \"\(text)\"") }
        return String(text[start.upperBound...].prefix { $0 != " " })
    }

    func contains(_ texts: [String]) -> Bool { texts.allSatisfy(text.contains) }
}
