import Curves
import Foundation
import RunRecords
import Testing

@Suite struct RunCurvesTests {
    @Test func `a run is found by its folder, the folder around that, and its history`() async throws {
        try await Samples.withRun(Samples.history(steps: 30)) { folder in
            for path in [folder, "\(folder)/run", "\(folder)/run/history.log"] {
                let (curves, problem) = try RunCurves.read(path, name: "a")
                #expect(problem == nil && curves.stepCount == 30 && curves.evaluations.count == 3)
                #expect(curves.stepsPerEpoch == 10)
            }
        }
    }

    @Test func `a history that is torn is drawn up to there, and the tear is told`() async throws {
        try await Samples.withRun(Samples.history(steps: 30)) { folder in
            let path = "\(folder)/run/history.log"
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            try bytes.dropLast(7).write(to: URL(fileURLWithPath: path))
            let (curves, problem) = try RunCurves.read(folder, name: "a")
            #expect(problem != nil && curves.stepCount == 30 && curves.evaluations.count == 2)
        }
    }

    @Test func `what can't be drawn is named`() async throws {
        #expect(throws: CurveError.noHistory(path: "/nowhere")) { try RunCurves.read("/nowhere", name: "a") }
        try await Samples.withRun(RunHistory()) { folder in
            #expect(throws: CurveError.empty(path: folder)) { try RunCurves.read(folder, name: "a") }
            for bytes in [[0xff, 0xfe, 0], Array("pangea-history 2\n".utf8), [0]] as [[UInt8]] {
                try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/run/history.log"))
                let error = #expect(throws: CurveError.self) { try RunCurves.read(folder, name: "a") }
                #expect(error?.description.contains("\(folder)/run/history.log") == true)
            }
        }
    }

    @Test func `a long history is drawn in a bounded number of points that keep minimum and maximum`() {
        let curves = RunCurves(name: "a", history: Samples.history(steps: 9000))
        #expect(curves.training.count <= RunCurves.mostPoints)
        #expect(curves.training.first?.loss.greatest == 1)
        #expect(curves.training.last?.range.upperBound == 9000)
    }

    @Test(
        arguments: [
            (["run/a"], ["a"]), (["run/a/", "run/b"], ["a", "b"]), (["x/run", "y/run/history.log"], ["x", "y"]),
            (["x/a", "y/a"], ["x/a", "y/a"]), (["small=x/a", "y/b"], ["small", "b"]), (["."], ["."]),
            (["a=b/c"], ["a"]),
            (["dir/a=b/c"], ["c"]),
        ])
    func `runs are called by what tells their paths apart, or as the user says`(paths: [String], names: [String]) {
        #expect(RunNames.names(of: paths.map(RunNames.Argument.init)) == names)
    }
}
