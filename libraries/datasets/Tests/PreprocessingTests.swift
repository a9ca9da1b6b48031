import Datasets
import Foundation
import Testing

@Suite struct PreprocessingTests {
    static let fashionMNIST = "/usr/share/datasets/fashion-mnist"

    private func dataset(_ scaling: Scaling, _ standardisation: Standardisation, cores: Int = 1) throws -> Dataset {
        var description = Samples.description
        description.scaling = scaling
        description.standardisation = standardisation
        let folder = try Samples.folder()
        return try Dataset.open(description, root: folder.root, cores: cores)
    }

    @Test func `unit scaling divides bytes by 255`() throws {
        let dataset = try dataset(.unit, .none)
        #expect(dataset.images?.scale == Float(1) / 255)
        #expect(dataset.images?.mean == [] && dataset.images?.deviation == [])
        let features = try dataset.samples(.training, [0]).features
        #expect(features == [0, 51, 102, 255].map { Float($0) * (1 / 255) })
    }

    @Test func `global standardisation has one mean and one deviation, of the training split`() throws {
        let dataset = try dataset(.none, .global)
        // Of 0, 51, 102, 255, 10, 20, 30, 40: mean 63.5, variance 6096.5.
        #expect(dataset.images?.mean == [63.5])
        #expect(dataset.images?.deviation == [Float(6096.5.squareRoot())])
        let features = try dataset.samples(.evaluation, [0]).features
        #expect(features == [1, 2, 3, 4].map { (Float($0) - 63.5) / Float(6096.5.squareRoot()) })
    }

    @Test func `each feature is standardised by its own mean and deviation`() throws {
        let dataset = try dataset(.none, .feature)
        #expect(dataset.images?.mean == [5, 35.5, 66, 147.5])
        #expect(dataset.images?.deviation == [5, 15.5, 36, 107.5])
        #expect(try dataset.samples(.training, [0, 1]).features == [-1, 1, 1, 1, 1, -1, -1, -1])
    }

    @Test func `a feature that never varies is divided by 1`() throws {
        var description = Samples.table()
        description.standardisation = .feature
        let folder = try DataFolder()
        try folder.write("a,b,y\n3,1,0\n3,2,0\n", to: "t.csv")
        try folder.write("a,b,y\n4,1,0\n", to: "e.csv")
        let dataset = try Dataset.open(description, root: folder.root, cores: 1)
        #expect(dataset.table?.columns.map { $0.number?.deviation } == [1, 0.5])
        #expect(try dataset.samples(.evaluation, [0]).features == [1, -1])
    }

    @Test func `unit scaling is for bytes alone`() throws {
        let folder = try Samples.folder()
        try folder.write(idxBytes(type: 0x09, [2, 2, 2], Samples.images), to: "x")
        var description = Samples.description
        description.scaling = .unit
        let error = #expect(throws: DatasetError.self) { try Dataset.open(description, root: folder.root, cores: 1) }
        #expect(error == .unitScaling("x", found: "int8"))
        var table = Samples.table()
        table.scaling = .unit
        try folder.write("a,y\n1,0\n", to: "t.csv")
        try folder.write("a,y\n1,0\n", to: "e.csv")
        #expect(throws: DatasetError.unitScaling("t.csv", found: "decimal numbers")) {
            try Dataset.open(table, root: folder.root, cores: 1)
        }
    }

    @Test func `one-hot labels say the same`() throws {
        let dataset = try dataset(.none, .none)
        var labels = [Float](repeating: .nan, count: 6)
        var labelSpan = labels.mutableSpan
        try dataset.gather(.training, [1, 0], oneHot: &labelSpan)
        #expect(labels == [0, 0, 1, 0, 1, 0])
    }

    @Test func `a batch that can't be gathered is an error, never a trap`() throws {
        let dataset = try dataset(.none, .none)
        func gather(_ ids: [Int], features: Int, labels: Int) throws {
            var features = [Float](repeating: 0, count: features)
            var labels = [UInt32](repeating: 0, count: labels)
            var featureSpan = features.mutableSpan
            var labelSpan = labels.mutableSpan
            try dataset.gather(.training, ids, features: &featureSpan)
            try dataset.gather(.training, ids, classes: &labelSpan)
        }
        #expect(throws: DatasetError.batch(.sample(2, count: 2))) { try gather([2], features: 4, labels: 1) }
        #expect(throws: DatasetError.batch(.sample(-1, count: 2))) { try gather([-1], features: 4, labels: 1) }
        #expect(throws: DatasetError.batch(.features(expected: 4, found: 3))) {
            try gather([0], features: 3, labels: 1)
        }
        #expect(throws: DatasetError.batch(.labels(expected: 1, found: 2))) {
            try gather([0], features: 4, labels: 2)
        }
    }

    @Test func `what changes the data changes the digest`() throws {
        let digest = try dataset(.none, .none).description.digest
        #expect(try dataset(.none, .none, cores: 5).description.digest == digest)
        #expect(try dataset(.unit, .none).description.digest != digest)
        #expect(try dataset(.none, .global).description.digest != digest)
        let folder = try Samples.folder()
        try folder.write(idxBytes([1], [1]), to: "ey")
        #expect(try Dataset.open(Samples.description, root: folder.root, cores: 1).description.digest != digest)
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: fashionMNIST), "Debian's dataset-fashion-mnist"))
    func `Fashion-MNIST has the mean and deviation that the field knows`() throws {
        let description = DataDescription(
            source: .idx(
                IDXFiles(
                    trainingFeatures: "train-images-idx3-ubyte.gz", trainingLabels: "train-labels-idx1-ubyte.gz",
                    evaluationFeatures: "t10k-images-idx3-ubyte.gz", evaluationLabels: "t10k-labels-idx1-ubyte.gz")),
            scaling: .unit, standardisation: .global)
        let dataset = try Dataset.open(description, root: Self.fashionMNIST, cores: 2)
        #expect(dataset.description.trainingSamples == 60_000 && dataset.description.evaluationSamples == 10_000)
        #expect(dataset.description.featureShape == [28, 28] && dataset.description.outputCount == 10)
        #expect(abs((dataset.images?.mean.first ?? 0) - 0.2860) < 0.0001)
        #expect(abs((dataset.images?.deviation.first ?? 0) - 0.3530) < 0.0001)
        #expect(try dataset.samples(.training, [0, 1, 2, 3]).labels == [9, 0, 0, 3])
    }
}
