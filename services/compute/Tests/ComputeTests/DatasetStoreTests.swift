import Compute
import Datasets
import Foundation
import Hosting
import Testing
import Transport
import WireProtocol

import enum Schemas.FailureCode

@Suite struct DatasetStoreTests {
    @Test func `the least recently used data set is closed when there are too many`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = DatasetStore(root: folder, cores: 1, logger: Harness.logger)
        var datasets: [Dataset] = []
        for number in 0...DatasetStore.capacity {
            try "a,y\n\(number),0\n".write(toFile: "\(folder)/\(number).csv", atomically: true, encoding: .utf8)
            let source = CSVFiles(
                training: "\(number).csv", evaluation: "\(number).csv", hasHeader: true, labelColumn: "y")
            datasets.append(try await store.open(DataDescription(source: .csv(source))))
            // The first one is used again and again.
            _ = try await store.dataset(datasets[0].description.digest)
        }
        for (number, dataset) in datasets.enumerated() {
            let isOpen = (try? await store.dataset(dataset.description.digest)) != nil
            #expect(isOpen == (number != 1), "data set \(number)")
        }
        let again = try await store.open(datasets[0].data)
        #expect(again === datasets[0])
    }

    @Test func `a data root that isn't there is bad input`() async throws {
        let service = ComputeService(
            dataRoot: "/none/such", listen: try Address(host: "127.0.0.1", port: 0),
            identity: Harness.identity(.compute), readiness: Readiness(conditions: [:]),
            ports: BoundPorts(path: nil, expecting: []), logger: Harness.logger)
        let failure = await #expect(throws: ServiceFailure.self) { try await service.run() }
        #expect(failure?.status == .badInput)
        #expect(failure?.description.contains("/none/such") == true)
    }

    @Test func `a port in use is a failure that names it`() async throws {
        try await Harness.run { harness in
            let service = ComputeService(
                dataRoot: harness.root, listen: harness.address, identity: Harness.identity(.compute),
                readiness: Readiness(conditions: [:]), ports: BoundPorts(path: nil, expecting: []),
                logger: Harness.logger)
            let failure = await #expect(throws: ServiceFailure.self) { try await service.run() }
            #expect(failure?.status == .unavailable)
            #expect(failure?.description.contains("\(harness.address)") == true)
        }
    }
}
