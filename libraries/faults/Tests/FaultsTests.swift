import Faults
import Foundation
import Testing

@Suite struct FaultsTests {
    @Test func `a process that nothing arms reaches every point unharmed`() {
        for point in FaultPoint.allCases {
            Faults.reach(point, step: 0)
            #expect(Faults.due(point, step: 0) == nil)
            #expect(Faults.pace(at: point) == nil)
            #expect(Faults.alteration(at: point, step: 0) == nil)
        }
    }

    @Test func `a process that is armed ends by SIGKILL at its point, and not before`() async {
        await #expect(processExitsWith: .signal(SIGKILL)) {
            setenv(FaultPlan.variable, "orchestrator.commit.before step=2 action=kill", 1)
            Faults.reach(.orchestratorCommitAfter, step: 2)
            Faults.reach(.orchestratorCommitBefore, step: 1)
            Faults.reach(.orchestratorCommitBefore, step: 2)
            exit(0)
        }
        await #expect(processExitsWith: .exitCode(7)) {
            setenv(FaultPlan.variable, "orchestrator.commit.before step=2 action=kill", 1)
            Faults.reach(.orchestratorCommitBefore, step: 1)
            exit(7)
        }
    }

    @Test func `a process that stops itself is behind the point only when somebody has let it go on`() async {
        await #expect(processExitsWith: .success) {
            setenv(FaultPlan.variable, "trainer.push.before action=stop", 1)
            let mark = FileManager.default.temporaryDirectory.appending(path: "stopped-\(getpid())").path
            let waker = Process()
            waker.executableURL = URL(fileURLWithPath: "/bin/sh")
            let script = """
                while kill -0 "$0"; do
                    if grep -q '^State:.T' "/proc/$0/status"; then : >"$1"; exec kill -CONT "$0"; fi
                done
                """
            waker.arguments = ["-c", script, "\(getpid())", mark]
            try waker.run()
            // Not on the main thread: a signal to the process would go there, and stop this one behind the point.
            Thread.detachNewThread {
                Faults.reach(.trainerPushBefore, step: 1)
                let isMarked = FileManager.default.fileExists(atPath: mark)
                try? FileManager.default.removeItem(atPath: mark)
                exit(isMarked ? 0 : 1)
            }
            while true { pause() }
        }
    }

    @Test func `a failure is due once, a pace for ever`() async {
        await #expect(processExitsWith: .success) {
            setenv(FaultPlan.variable, "trainer.push.middle action=cut; trainer.pace action=pause ms=3", 1)
            precondition(Faults.due(.trainerPushMiddle, step: 1)?.action == .cut)
            precondition(Faults.due(.trainerPushMiddle, step: 1) == nil)
            for _ in 0..<2 { precondition(Faults.pace(at: .trainerPace) == .milliseconds(3)) }
        }
    }

    @Test func `what is falsified is so for a whole step, and in no other`() async {
        await #expect(processExitsWith: .success) {
            setenv(FaultPlan.variable, "trainer.gradient step=3 action=corrupt; trainer.gradient action=spoil", 1)
            for _ in 0..<2 {
                precondition(Faults.alteration(at: .trainerGradient, step: 3) == .corrupt)
                precondition(Faults.alteration(at: .trainerGradient, step: 4) == .spoil)
                precondition(Faults.alteration(at: .trainerPace, step: 3) == nil)
            }
        }
    }

    @Test func `lines are written behind what a file holds`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "trace-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(try #require(TraceFile(path)).append("one"))
        #expect(try #require(TraceFile(path)).append("two"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "one\ntwo\n")
        #expect(TraceFile("/nowhere/at/all") == nil)
    }
}
