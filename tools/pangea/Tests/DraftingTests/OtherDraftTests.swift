import Datasets
import Drafting
import JobFile
import Testing

@Suite struct OtherDraftTests {
    @Test func `images find their labels and what to evaluate on by their names`() throws {
        let files = [
            "train-images-idx3-ubyte": Samples.idx([40, 4, 4]) { UInt8($0 % 200) },
            "train-labels-idx1-ubyte": Samples.idx([40]) { UInt8($0 % 3) },
            "t10k-images-idx3-ubyte": Samples.idx([12, 4, 4]) { UInt8($0 % 200) },
            "t10k-labels-idx1-ubyte": Samples.idx([12]) { UInt8($0 % 3) },
        ]
        try Samples.withFolder(files) { folder in
            let outcome = try DraftRequest(data: "\(folder)/train-images-idx3-ubyte").outcome()
            let job = try Job(yaml: outcome.draft.yaml)
            #expect(
                job.data.source
                    == .idx(
                        IDXFiles(
                            trainingFeatures: "train-images-idx3-ubyte", trainingLabels: "train-labels-idx1-ubyte",
                            evaluationFeatures: "t10k-images-idx3-ubyte", evaluationLabels: "t10k-labels-idx1-ubyte")))
            #expect(job.data.scaling == .unit && job.data.standardisation == .global)
            #expect(outcome.check.inputShape == [4, 4] && outcome.check.evaluationSamples == 12)
            #expect(outcome.draft.guesses.contains { $0.what == "classes" && $0.value == "3" })
        }
    }

    @Test func `larger images have convolutions, and some are split off where there is nothing else`() throws {
        let files = [
            "images": Samples.idx([30, 20, 20]) { UInt8($0 % 251) }, "labels": Samples.idx([30]) { UInt8($0 % 2) },
            "other": Samples.idx([30]) { UInt8($0 % 5) },
        ]
        try Samples.withFolder(files) { folder in
            let outcome = try DraftRequest(data: "\(folder)/images").outcome()
            let job = try Job(yaml: outcome.draft.yaml)
            #expect(job.model.architecture == .lenet(channels: [32, 64], kernel: 5, hidden: 512))
            #expect(outcome.check.trainingSamples == 27 && outcome.check.evaluationSamples == 3)
            let named = try DraftRequest(data: "\(folder)/images", labels: "\(folder)/other").outcome()
            #expect(named.draft.yaml.contains("trainingLabels: other"))
            #expect(throws: DraftError.notLabels(path: "\(folder)/images")) {
                try DraftRequest(data: "\(folder)/images", labels: "\(folder)/images").outcome()
            }
            #expect(throws: DraftError.noLabels(path: "\(folder)/other")) {
                try DraftRequest(data: "\(folder)/other").outcome()
            }
        }
    }

    @Test func `a text is learned by characters, and one of many characters by bytes`() throws {
        let prose = Array(
            String(repeating: "It was a dark and stormy night; the rain fell in torrents. ", count: 60).utf8)
        let many = String((0..<3000).map { Character(Unicode.Scalar(0x4e00 + $0 % 900) ?? "x") })
        try Samples.withFolder(["prose.txt": prose, "many.txt": Array(many.utf8), "few.txt": [65]]) { folder in
            let outcome = try DraftRequest(data: "\(folder)/prose.txt").outcome()
            guard case .text(let text) = try Job(yaml: outcome.draft.yaml).data.source else {
                Issue.record("expected a text")
                return
            }
            #expect(text.tokens == .characters && text.context == 32 && text.windows == .random)
            #expect(try DraftRequest(data: "\(folder)/many.txt").outcome().draft.yaml.contains("tokens: bytes"))
            let error = #expect(throws: DraftError.self) { try DraftRequest(data: "\(folder)/few.txt").outcome() }
            #expect(error?.description.contains("expected at least 2000 characters, found 1") == true)
            #expect(throws: DraftError.unusedOption("--target", kind: "a text")) {
                try DraftRequest(data: "\(folder)/prose.txt", target: "x").outcome()
            }
        }
    }

    @Test func `paths are below the data root, whatever that is`() throws {
        try Samples.withFolder(["flowers.csv": Samples.flowers()]) { folder in
            let parent = String(folder.prefix(upTo: folder.lastIndex(of: "/") ?? folder.startIndex))
            let outcome = try DraftRequest(data: "\(folder)/flowers.csv", dataRoot: parent).outcome()
            let name = folder.dropFirst(parent.count + 1)
            #expect(outcome.draft.yaml.contains("training: \(name)/flowers.csv"))
            #expect(throws: DraftError.outsideRoot(path: "\(folder)/flowers.csv", root: "/usr/share")) {
                try DraftRequest(data: "\(folder)/flowers.csv", dataRoot: "/usr/share").outcome()
            }
        }
    }

    @Test(
        arguments: [
            ("train.csv", ["test.csv", "train.csv"], "test.csv"), ("Train.csv", ["Test.csv"], "Test.csv"),
            ("digits-training.csv.gz", ["digits-evaluation.csv.gz"], "digits-evaluation.csv.gz"),
            ("flowers.csv", ["test.csv"], nil), ("train.csv", ["train.csv"], nil),
        ] as [(String, Set<String>, String?)])
    func `a file to evaluate on is called like the one to train on`(name: String, names: Set<String>, found: String?) {
        #expect(Siblings.evaluation(of: name, among: names) == found)
    }
}
