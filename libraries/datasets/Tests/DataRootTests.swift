import Datasets
import Foundation
import Testing

@Suite struct DataRootTests {
    private func error(reading path: String, in folder: DataFolder) -> DatasetError? {
        let description = DataDescription(
            source: .csv(CSVFiles(training: path, evaluation: path, hasHeader: true, labelColumn: "y")))
        return #expect(throws: DatasetError.self) { try Dataset.open(description, root: folder.root, cores: 1) }
    }

    @Test(arguments: [
        ("", PathProblem.empty), ("/etc/passwd", .absolute), ("../secret", .parentFolder),
        ("a/../../secret", .parentFolder),
        ("a\u{0}b", .zeroByte), ("link", .outsideRoot), ("folder-link/secret", .outsideRoot),
    ])
    func `nothing outside the root is read`(path: String, problem: PathProblem) throws {
        let folder = try DataFolder()
        try Data("a,y\n1,0\n".utf8).write(to: URL(fileURLWithPath: folder.path + "/secret"))
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: folder.root + "/link", withDestinationPath: "../secret")
        try manager.createSymbolicLink(atPath: folder.root + "/folder-link", withDestinationPath: "..")
        #expect(error(reading: path, in: folder) == .path(path, problem))
    }

    @Test func `a link that stays inside is followed`() throws {
        let folder = try DataFolder()
        try folder.write("a,y\n1,0\n", to: "t.csv")
        try FileManager.default.createSymbolicLink(atPath: folder.root + "/e.csv", withDestinationPath: "t.csv")
        #expect(try Dataset.open(Samples.table(), root: folder.root, cores: 1).description.evaluationSamples == 1)
    }

    @Test func `what is no file is named`() throws {
        let folder = try DataFolder()
        try FileManager.default.createDirectory(atPath: folder.root + "/folder", withIntermediateDirectories: true)
        #expect(error(reading: "none", in: folder) == .file("none", .missing))
        #expect(error(reading: "folder", in: folder) == .file("folder", .folder))
        let fifo = try Process.run(URL(fileURLWithPath: "/usr/bin/mkfifo"), arguments: [folder.root + "/pipe"])
        fifo.waitUntilExit()
        #expect(error(reading: "pipe", in: folder) == .file("pipe", .special))
    }

    @Test func `a root that is no folder is named`() throws {
        let folder = try Samples.folder()
        for (root, problem) in [(folder.root + "/none", FileProblem.missing), (folder.root + "/x", .noFolder)] {
            #expect(throws: DatasetError.root(root, problem)) {
                try Dataset.open(Samples.description, root: root, cores: 1)
            }
        }
    }
}
