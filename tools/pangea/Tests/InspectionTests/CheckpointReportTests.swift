import Inspection
import Testing

@Suite struct CheckpointReportTests {
    @Test func `a checkpoint tells its step, its digest, its epochs and its tensors`() throws {
        try Samples.withFile(Samples.checkpoint()) { path in
            let report = try Inspector().report(on: path)
            #expect(report.problem == nil)
            let text = InspectionText.of(report)
            for words in [
                "a checkpoint", "step          46, committed", "as sealed, the file is whole",
                "1 evaluated, 24 samples of the next one", "0.875", "Parameters: 2, 40 bytes", "fc1.weight  F32  2 x 4",
                "Optimiser, mean: 2", "Optimiser, square: 2",
            ] { #expect(text.contains(words), "\(words) in \(text)") }
        }
    }

    @Test func `a byte that has flipped in a tensor is found, and all else is told`() throws {
        var bytes = try Samples.checkpoint()
        bytes[bytes.count - 1] ^= 1
        try Samples.withFile(bytes) { path in
            let report = try Inspector().report(on: path)
            #expect(report.problem?.contains("the file is damaged") == true)
            #expect(InspectionText.of(report).contains("step          46"))
        }
    }

    @Test func `as JSON it has the same`() throws {
        try Samples.withFile(Samples.checkpoint()) { path in
            let json = try InspectionText.json(Inspector(isJSON: true).report(on: path))
            #expect(json["kind"] as? String == "checkpoint" && json["step"] as? Int == 46)
            #expect(json["isSound"] as? Bool == true && (json["epochs"] as? [Any])?.count == 1)
            let parameters = try #require(json["parameters"] as? [[String: Any]])
            #expect(parameters.map { $0["name"] as? String } == ["fc1.weight", "fc1.bias"])
            #expect(parameters[0]["shape"] as? [Int] == [2, 4])
        }
    }
}
