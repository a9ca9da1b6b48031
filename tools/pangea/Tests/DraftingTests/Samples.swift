import Foundation

/// Folders of data files for tests.
enum Samples {
    /// Runs `body` with a folder of these files.
    static func withFolder<Result>(
        _ files: [String: [UInt8]], _ body: (_ folder: String) throws -> Result
    ) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "drafting-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, bytes) in files { try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
        return try body(folder)
    }

    /// The bytes of a table with a header.
    static func table(_ header: String, rows: Int, _ row: (Int) -> String) -> [UInt8] {
        Array((header + "\n" + (0..<rows).map(row).joined(separator: "\n") + "\n").utf8)
    }

    /// Flowers: a number for each row, four sizes, one of them sometimes missing, and a name.
    static func flowers(rows: Int = 150) -> [UInt8] {
        table("id,length,width,colour,\"petal, length\",species", rows: rows) { row in
            let kind = row % 3
            let petal = row % 10 == 7 ? "NA" : "\(Double(kind) * 2 + Double(row % 7) / 10)"
            return "\(row + 1),\(5 + kind).\(row % 10),\(3.5 - Double(kind) / 2),\(["red", "blue"][row % 2]),\(petal),"
                + ["setosa", "versicolor", "virginica"][kind]
        }
    }

    /// An IDX file of unsigned bytes.
    static func idx(_ dimensions: [Int], _ element: (Int) -> UInt8) -> [UInt8] {
        let sizes = dimensions.flatMap { size in (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) } }
        return [0, 0, 8, UInt8(dimensions.count)] + sizes + (0..<dimensions.reduce(1, *)).map(element)
    }
}
