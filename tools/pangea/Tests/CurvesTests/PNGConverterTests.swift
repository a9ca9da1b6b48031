import Curves
import RunRecords
import Testing

@Suite struct PNGConverterTests {
    private static let svg = Drawing([RunCurves(name: "a", history: Samples.history(steps: 30))]).svg

    @Test func `a picture is made by the program that is installed for it`() async throws {
        let png = try await PNGConverter().png(of: Self.svg, zoom: 1)
        #expect(png.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
        // Of the header: width and height.
        #expect(png[16..<20].reduce(0) { $0 << 8 | Int($1) } == 960)
    }

    @Test func `a program that isn't there is named with Debian's package`() async throws {
        for program in ["no-such-converter", "/nowhere/rsvg-convert"] {
            let error = await #expect(throws: CurveError.self) {
                try await PNGConverter(program: program).png(of: Self.svg, zoom: 1)
            }
            #expect(error == .converterMissing)
            #expect(error?.description.contains("librsvg2-bin") == true)
        }
    }

    @Test func `what the program says is passed on`() async throws {
        let error = await #expect(throws: CurveError.self) { try await PNGConverter().png(of: "<svg", zoom: 1) }
        guard case .converterFailed(let reason)? = error else {
            Issue.record("expected a failure, got \(String(describing: error))")
            return
        }
        #expect(!reason.isEmpty)
    }
}
