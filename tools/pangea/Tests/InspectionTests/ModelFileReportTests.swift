import Datasets
import Digests
import Foundation
import Inspection
import Safetensors
import Testing

@Suite struct ModelFileReportTests {
    @Test func `a model tells its layers, its preprocessing and its parameters`() throws {
        try Samples.withFile(Samples.model()) { path in
            let report = try Inspector().report(on: path)
            #expect(report.problem == nil)
            let text = InspectionText.of(report)
            for words in [
                "a model", "job           kinds", "parameters    10", "linear", "4 features of 2 columns", "\"NA\"",
                "2 categories: \"blue\", \"red\"", "mean 1.0, deviation 0.5, 2.0 where missing",
                "one of 2 classes: \"no\", \"yes\"", "fc1.bias    F32  2       8",
            ] { #expect(text.contains(words), "\(words) in \(text)") }
        }
    }

    @Test func `both digests are told: the file's, and the one without preprocessing that a summary has`() throws {
        let bytes = try Samples.model()
        var bare = SafetensorsWriter(
            like: try SafetensorsHeader(bytes, fileByteCount: bytes.count))
        bare.metadata[FittedPreprocessing.metadataKey] = nil
        let summary = Digest.of(try bare.header() + [UInt8](repeating: 0, count: 40))
        try Samples.withFile(bytes) { path in
            let json = try InspectionText.json(Inspector(isJSON: true).report(on: path))
            #expect(json["sha256"] as? String == "\(Digest.of(bytes))")
            #expect(json["summarySHA256"] as? String == "\(summary)")
            #expect(json["parameters"] as? Int == 10)
            let preprocessing = try #require(json["preprocessing"] as? [String: Any])
            #expect((preprocessing["table"] as? [String: Any])?["label"] as? String == "kind")
        }
    }

    @Test func `tensors of another model are its problem, texts that make no model an error`() throws {
        try Samples.withFile(Samples.model(outputs: 3)) { path in
            let report = try Inspector().report(on: path)
            #expect(report.problem == "tensor \"fc1.weight\": expected shape [2, 4] for the layers, found [3, 4]")
        }
        let bytes = try Samples.model()
        var writer = SafetensorsWriter(like: try SafetensorsHeader(bytes, fileByteCount: bytes.count))
        writer.metadata["pangea.model"] = "mlp"
        try Samples.withFile(try writer.header() + bytes.suffix(40)) { path in
            let error = #expect(throws: InspectionError.self) { try Inspector().report(on: path) }
            #expect(error?.description.contains("metadata pangea.model: expected the layers of a model") == true)
        }
    }

    @Test func `tensors of others are told with their texts, and nothing in them steers the terminal`() throws {
        var writer = SafetensorsWriter()
        writer.metadata = ["format": "pt\u{1b}[31m"]
        writer.add(name: "a\u{1b}]0;x\u{7}", shape: [], type: .int8)
        try Samples.withFile(try writer.header() + [1]) { path in
            let text = InspectionText.of(try Inspector().report(on: path))
            #expect(text.contains("neither a model of Pangea's nor a checkpoint") && text.contains("pt\\u{1b}[31m"))
            #expect(text.contains("scalar") && !text.contains("\u{1b}") && !text.contains("\u{7}"))
        }
    }
}
