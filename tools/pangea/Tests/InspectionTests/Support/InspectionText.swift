import Foundation
import Inspection
import Terminal

/// What is told of a file, for a test to read.
enum InspectionText {
    static func of(_ report: any FileReport) -> String {
        var text = ReportText(TextStyle(hasColours: false, hasUnicode: true))
        report.add(to: &text)
        return text.lines.joined(separator: "\n")
    }

    static func json(_ report: any FileReport) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(try InspectCommand.json(of: report).utf8))
        return object as? [String: Any] ?? [:]
    }
}
