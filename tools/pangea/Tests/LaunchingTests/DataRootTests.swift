import Foundation
import Launching
import Testing

@Suite struct DataRootTests {
    private static let job = """
        name: circle
        seed: 1
        data:
          csv: {training: a/training.csv, evaluation: a/evaluation.csv, label: inside}
        model:
          mlp: {hidden: [4]}
        training:
          batch: 10
          microBatch: 5
          epochs: 1
          optimiser: {sgd: {}}
          schedule: {rate: 0.1}
        """

    /// A folder with the job and with the data in `places`.
    private func folder(_ places: String...) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try Self.job.write(toFile: folder.path + "/job.yaml", atomically: true, encoding: .utf8)
        for place in places {
            let path = folder.path + place + "/a"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            for name in ["training", "evaluation"] {
                try "".write(toFile: "\(path)/\(name).csv", atomically: true, encoding: .utf8)
            }
        }
        return folder
    }

    @Test func `the folder data beside the job comes first, then the job's own`() throws {
        let both = try folder("/data", "")
        #expect(DataRoot.find(forJob: both.path + "/job.yaml") == both.path + "/data")
        let own = try folder("")
        #expect(DataRoot.find(forJob: own.path + "/job.yaml") == own.path)
    }

    @Test func `a folder that lacks one of the files isn't it`() throws {
        let both = try folder("/data", "")
        try FileManager.default.removeItem(atPath: both.path + "/data/a/evaluation.csv")
        #expect(DataRoot.find(forJob: both.path + "/job.yaml") == both.path)
    }

    @Test func `where nothing is found, or there is no job, services are to say what is wrong`() throws {
        let none = try folder()
        #expect(DataRoot.find(forJob: none.path + "/job.yaml") == none.path)
        #expect(DataRoot.find(forJob: "none.yaml") == ".")
    }
}
