internal import Foundation

/// What a request shows in its header `Authorization`: as scripts do, `Bearer TOKEN`, or as browsers do, `Basic` with the
/// token as password.
package struct ShownToken: Hashable, Sendable {
    /// What was shown; nothing where it can't be read.
    package let bytes: [UInt8]

    /// Reads the header's value; nil where it is missing, or of another scheme.
    package init?(authorization: String?) {
        let parts = authorization?.split(separator: " ", maxSplits: 1).map(String.init) ?? []
        let credentials = parts.count == 2 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        switch parts.first?.lowercased() {
        case "bearer": bytes = Array(credentials.utf8)
        case "basic":
            let pair = Data(base64Encoded: credentials) ?? Data()
            // The user's name has no colon; it may be anything else.
            bytes = pair.firstIndex(of: UInt8(ascii: ":")).map { Array(pair[pair.index(after: $0)...]) } ?? []
        default: return nil
        }
    }
}
