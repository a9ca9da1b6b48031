import DashboardClient
import Testing
import Watching

@Suite struct RunPictureTests {
    private func picture(_ happenings: RunFollower.Happening...) -> RunPicture {
        var picture = RunPicture()
        for happening in happenings { picture.take(happening) }
        return picture
    }

    @Test func `what comes twice counts once`() throws {
        let history = try Samples.history(
            steps: Samples.steps([3, 2]), evaluations: Samples.evaluations(1...1),
            notes: [Samples.note(1, "joined", "a"), Samples.note(2, "late", "b")])
        let picture = picture(
            .began(try Samples.run(), [], history), .event(.steps(try Samples.steps([7, 1], from: 1))),
            .event(.evaluations(try Samples.evaluations(1...2))),
            .event(.notes([try Samples.note(2, "late", "b again"), try Samples.note(3, "back", "c")])))
        #expect(picture.losses == [3, 2, 1])
        #expect(picture.evaluations.map(\.to) == [1, 2])
        #expect(picture.notes.map(\.text) == ["a", "b again", "c"])
    }

    @Test func `a restart voids what was told before`() throws {
        let history = try Samples.history(steps: Samples.steps([9, 9, 9]), notes: [Samples.note(5, "late", "x")])
        let picture = picture(
            .began(try Samples.run(), try Samples.trainers(), history), .lost("gone"),
            .began(try Samples.run(step: 1), [], try Samples.history(steps: Samples.steps([4]))))
        #expect(picture.losses == [4])
        #expect(picture.notes.isEmpty && picture.trainers.isEmpty && picture.problem == nil)
        #expect(picture.run?.step == 1)
    }

    @Test func `it is bounded, whatever the length of the run, and keeps the means`() throws {
        var picture = picture(.began(try Samples.run(), [], try Samples.history()))
        for block in 0..<100 {
            let losses = [Double](repeating: Double(block), count: 100)
            picture.take(.event(.steps(try Samples.steps(losses, from: block * 100))))
            picture.take(.event(.notes([try Samples.note(block + 1, "late", "\(block)")])))
        }
        #expect((RunPicture.mostPoints / 2...RunPicture.mostPoints).contains(picture.losses.count))
        #expect(picture.losses.first == 0 && picture.losses.last == 99)
        // Points stay evenly spaced: the middle of the run is in the middle.
        #expect(abs(picture.losses[picture.losses.count / 2] - 50) <= 1)
        #expect(picture.notes.count == RunPicture.mostNotes && picture.notes.last?.text == "99")
    }

    @Test func `a lost dashboard is a problem until something comes`() throws {
        var picture = picture(.lost("no dashboard"))
        #expect(picture.problem == "no dashboard")
        picture.take(.event(.run(try Samples.run())))
        #expect(picture.problem == nil)
    }
}
