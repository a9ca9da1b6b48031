import DashboardClient
import Testing
import Watching

@Suite struct PlainReportTests {
    private let start = ContinuousClock.now

    @Test func `what is new is told once`() throws {
        var (report, picture) = (PlainReport(), RunPicture())
        picture.take(
            .began(
                try Samples.run(), [],
                try Samples.history(
                    evaluations: Samples.evaluations(1...1),
                    notes: [Samples.note(1, "started", "the run begins"), Samples.note(2, "reissued", "again")])))
        #expect(
            report.lines(of: picture, at: start) == [
                "epoch 1 is evaluated, loss 0.5, accuracy 80.00 %", "the run begins",
                "step 1,234 of 2,345 (53 %), loss 0.3123, 41,200 samples/s, 1:23 left",
            ])
        #expect(report.lines(of: picture, at: start + .seconds(60)) == [], "nothing is new")
        picture.take(.event(.notes([try Samples.note(3, "late", "is late", subject: "trainer-2")])))
        #expect(report.lines(of: picture, at: start + .seconds(60)) == ["trainer-2: is late"])
    }

    @Test func `how far it is comes at a bounded rate, and at the end`() throws {
        var (report, picture) = (PlainReport(), RunPicture())
        picture.take(.began(try Samples.run(step: 1), [], try Samples.history()))
        #expect(report.lines(of: picture, at: start).count == 1)
        picture.take(.event(.run(try Samples.run(step: 2))))
        #expect(report.lines(of: picture, at: start + .seconds(4.9)) == [])
        #expect(report.lines(of: picture, at: start + .seconds(5)).count == 1)
        picture.take(.event(.run(try Samples.run("finished", step: 2345))))
        #expect(
            report.lines(of: picture, at: start + .seconds(5.1)).first?.hasPrefix("step 2,345 of 2,345 (100 %)") == true
        )
    }

    @Test func `a dashboard that is away is told once for each time`() throws {
        var (report, picture) = (PlainReport(), RunPicture())
        picture.take(.lost("no dashboard"))
        #expect(report.lines(of: picture, at: start) == ["no dashboard"])
        #expect(report.lines(of: picture, at: start) == [])
        picture.take(.began(try Samples.opening(), [], try Samples.history()))
        #expect(report.lines(of: picture, at: start) == [])
        picture.take(.lost("no dashboard"))
        #expect(report.lines(of: picture, at: start) == ["no dashboard"])
    }
}
