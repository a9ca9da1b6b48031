import Foundation

/// Something that nothing may show, and the forms in which it could be shown.
struct Secret {
    let name: String
    /// Each form by what it is called.
    let forms: [String: Data]

    /// A text, as it is kept in a file or in the environment.
    init(_ name: String, _ text: String) {
        self.name = name
        var forms = Self.forms(of: Data(text.utf8))
        forms["percent"] = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics).map { Data($0.utf8) }
        self.forms = forms
    }

    /// A private key on the curve P-256 in PEM, as `pangea certs` makes it.
    ///
    /// Throws where it is something else.
    init(_ name: String, keyInPEM text: String) throws {
        self.name = name
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("-----") }
        // In DER the number that is the key stands behind its version and its length.
        let mark = Data([2, 1, 1, 4, 32])
        guard let der = Data(base64Encoded: lines.joined()), let found = der.range(of: mark),
            der.count >= found.upperBound + 32
        else { throw CocoaError(.fileReadCorruptFile) }
        var forms = Self.forms(of: der[found.upperBound..<found.upperBound + 32])
        // The lines that have some of it.
        for (index, line) in lines.prefix(2).enumerated() { forms["line \(index + 1)"] = Data(line.utf8) }
        self.forms = forms
    }

    /// The forms that stand in `shown`.
    func forms(in shown: Data) -> [String] {
        forms.filter { shown.range(of: $0.value) != nil }.map(\.key).sorted()
    }

    private static func forms(of secret: Data) -> [String: Data] {
        let hexadecimal = secret.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        var forms = [
            "raw": secret, "hexadecimal": Data(hexadecimal.utf8), "HEXADECIMAL": Data(hexadecimal.uppercased().utf8),
        ]
        // In base64 it looks another way behind one byte more, and behind two; what its neighbours decide is left out.
        for shift in 0..<3 {
            let text = Data((Data(count: shift) + secret).base64EncodedString().utf8)
            forms["base64, \(shift) behind"] = text[(shift * 8 + 5) / 6..<(shift + secret.count) * 8 / 6]
        }
        return forms
    }
}
