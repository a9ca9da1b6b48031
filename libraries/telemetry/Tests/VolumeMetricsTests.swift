import Foundation
import Telemetry
import Testing

@Suite struct VolumeMetricsTests {
    private static func value(_ name: String, in text: String) -> Double? {
        text.split(separator: "\n").first { $0.hasPrefix("\(name) ") }.flatMap { Double($0.split(separator: " ")[1]) }
    }

    @Test func `the room is that of the folder's file system`() throws {
        let registry = MetricRegistry()
        VolumeMetrics.register("place", folder: "/", in: registry)
        let facts = try FileManager.default.attributesOfFileSystem(forPath: "/")
        let text = registry.exposition()
        let size = try #require(Self.value("place_size_bytes", in: text))
        #expect(size == (facts[.systemSize] as? NSNumber)?.doubleValue)
        let free = try #require(Self.value("place_free_bytes", in: text))
        #expect(free > 0 && free < size)
    }

    @Test func `a folder that isn't there has no room, until it is`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let registry = MetricRegistry()
        VolumeMetrics.register("place", folder: folder.path, in: registry)
        #expect(Self.value("place_free_bytes", in: registry.exposition()) == nil)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try #require(Self.value("place_free_bytes", in: registry.exposition())) > 0)
    }
}
