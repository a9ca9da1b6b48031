import Foundation
import Testing

/// Reads the JSON files that `Fixtures/make_fixtures.py` made with PyTorch.
enum Fixture {
    static func read<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
        let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
        return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: name)))
    }
}
