import Datasets
import Testing

@Suite struct IDXTests {
    @Test func `bytes are read as they are, with their labels`() throws {
        let folder = try Samples.folder()
        let dataset = try Dataset.open(Samples.description, root: folder.root, cores: 1)
        #expect(dataset.description.trainingSamples == 2 && dataset.description.evaluationSamples == 1)
        #expect(dataset.description.featureShape == [2, 2] && dataset.description.featureCount == 4)
        #expect(dataset.description.outputCount == 3)
        let (features, labels) = try dataset.samples(.training, [1, 0, 1])
        #expect(features == [10, 20, 30, 40, 0, 51, 102, 255, 10, 20, 30, 40])
        #expect(labels == [2, 1, 2])
        #expect(try dataset.samples(.evaluation, [0]).features == [1, 2, 3, 4])
    }

    @Test func `compressed files are the same data with another digest`() throws {
        let folder = try Samples.folder()
        let plain = try Dataset.open(Samples.description, root: folder.root, cores: 1)
        var description = Samples.description
        try folder.compress("x")
        description.source = .idx(
            IDXFiles(trainingFeatures: "x.gz", trainingLabels: "y", evaluationFeatures: "ex", evaluationLabels: "ey"))
        let compressed = try Dataset.open(description, root: folder.root, cores: 1)
        #expect(try compressed.samples(.training, [0, 1]) == plain.samples(.training, [0, 1]))
        #expect(compressed.description.digest != plain.description.digest)
    }

    @Test func `several gzip members are one file`() throws {
        let folder = try Samples.folder()
        let whole = try folder.bytes(of: "x")
        try folder.write(Array(whole[..<5]), to: "a")
        try folder.write(Array(whole[5...]), to: "b")
        try folder.compress("a")
        try folder.compress("b")
        try folder.write(folder.bytes(of: "a.gz") + folder.bytes(of: "b.gz"), to: "x")
        let dataset = try Dataset.open(Samples.description, root: folder.root, cores: 1)
        #expect(try dataset.samples(.training, [0]).features == [0, 51, 102, 255])
    }

    @Test(
        arguments: [
            (0x09, [0xff, 0x80], [-1, -128]), (0x0b, [0xff, 0xfe, 0x01, 0x00], [-2, 256]),
            (0x0c, [0xff, 0xff, 0xff, 0xff, 0, 0, 1, 0], [-1, 256]),
            (0x0d, [0x3f, 0xc0, 0, 0, 0xbf, 0x80, 0, 0], [1.5, -1]),
            (0x0e, [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xbf, 0xf0, 0, 0, 0, 0, 0, 0], [1.5, -1]),
        ] as [(UInt8, [UInt8], [Float])])
    func `every element type is read`(type: UInt8, bytes: [UInt8], expected: [Float]) throws {
        let folder = try Samples.folder()
        try folder.write(idxBytes(type: type, [2], bytes), to: "x")
        try folder.write(idxBytes(type: type, [1], Array(bytes.prefix(bytes.count / 2))), to: "ex")
        let dataset = try Dataset.open(Samples.description, root: folder.root, cores: 2)
        #expect(try dataset.samples(.training, [0, 1]).features == expected)
        #expect(dataset.description.featureShape == [1])
    }

    @Test(
        arguments: [
            ([], "expected data, found an empty file"),
            ([0, 0, 8], "expected an IDX header of 4 bytes, found only 3 bytes"),
            ([1, 0, 8, 1, 0, 0, 0, 0], "expected IDX, which begins with the bytes 00 00, found 01 00"),
            ([0, 0, 7, 1, 0, 0, 0, 0], "found 07"),
            ([0, 0, 8, 0], "expected IDX with at least 1 dimension, found 0"),
            ([0, 0, 8, 2, 0, 0, 0, 1], "expected an IDX header of 12 bytes, found only 8 bytes"),
            (
                idxBytes([2, 2, 2], [1, 2, 3]),
                "expected 24 bytes, as the IDX header announces 2 x 2 x 2 of uint8, found 19"
            ),
            (idxBytes([1, 1], [1, 2]), "found 14 bytes"),
            (idxBytes([2, 0], []), "expected samples with features"),
            (idxBytes([0, 2, 2], []), "expected at least one sample, found none"),
            (
                idxBytes(Array(repeating: 0x7fff_ffff, count: 5), []),
                "expected IDX dimensions that fit in memory"
            ),
            (
                idxBytes(type: 0x0d, [2, 2, 2], [0x7f, 0x80] + Array(repeating: 0, count: 30)),
                "sample 0: expected features that are finite as float32"
            ),
            (
                idxBytes([3, 2, 2], Array(repeating: 0, count: 12)),
                "expected 3 labels for the samples of \"x\", found 2"
            ),
            (
                idxBytes([2, 3], Array(repeating: 0, count: 6)),
                "expected samples of shape [3] as in \"x\", found [2, 2]"
            ),
            ([0x1f, 0x8b, 8, 0], "expected the end of the gzip data"),
            ([0x1f, 0x8b, 9, 0, 1, 1, 1, 1, 1, 1, 1, 1], "expected sound gzip, found corrupt data"),
        ] as [([UInt8], String)])
    func `a file of features that isn't sound is named, with what came`(bytes: [UInt8], words: String) throws {
        let folder = try Samples.folder()
        try folder.write(bytes, to: "x")
        let error = #expect(throws: DatasetError.self) {
            try Dataset.open(Samples.description, root: folder.root, cores: 1)
        }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("\"x\"") == true)
    }

    @Test func `every prefix of a file is an error, never a trap`() throws {
        let folder = try Samples.folder()
        let whole = try folder.bytes(of: "x")
        for length in whole.indices {
            try folder.write(Array(whole[..<length]), to: "x")
            #expect(throws: DatasetError.self) { try Dataset.open(Samples.description, root: folder.root, cores: 1) }
        }
    }

    @Test(
        arguments: [
            ("y", [1, 1], [1], "expected IDX with 1 dimension for labels, found 2"),
            ("ey", [1], [3], "sample 0: expected a label below 3"),
        ] as [(String, [Int], [UInt8], String)])
    func `labels are classes that the training split has`(
        name: String, dimensions: [Int], labels: [UInt8], words: String
    ) throws {
        let folder = try Samples.folder()
        try folder.write(idxBytes(dimensions, labels), to: name)
        let error = #expect(throws: DatasetError.self) {
            try Dataset.open(Samples.description, root: folder.root, cores: 1)
        }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test func `a file that expands to more than the limit is refused`() throws {
        let folder = try Samples.folder()
        try folder.write(Array(repeating: 0, count: 1 << 20), to: "x")
        try folder.compress("x")
        try folder.write(folder.bytes(of: "x.gz"), to: "x")
        var limits = DatasetLimits()
        limits.expandedFileBytes = 1 << 19
        let error = #expect(throws: DatasetError.self) {
            try Dataset.open(Samples.description, root: folder.root, cores: 1, limits: limits)
        }
        #expect(error == .gzip("x", .limit(expandedBytes: 1 << 19)))
    }
}
