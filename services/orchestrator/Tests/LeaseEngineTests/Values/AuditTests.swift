import LeaseEngine
import Reduction
import Testing

@Suite struct AuditTests {
    /// What several say, as (name, value); each a lease of its own.
    private func audit(
        _ words: [(String, UInt64)], cause: Audit.Cause = .planned, allowsSelf: Bool = false
    ) -> (audit: Audit, findings: [Audit.Finding]) {
        var audit = Audit(.leaf(3, of: 8), cause: cause, bucketCount: 1)
        audit.allowsSelf = allowsSelf
        let findings = words.enumerated().map { index, word in
            audit.note(Fingerprint(high: word.1, low: 0), bucket: 0, from: word.0, lease: UInt64(index))
        }
        return (audit, findings)
    }

    @Test(
        arguments: [
            ([("a", 1)], .open, nil), ([("a", 1), ("a", 1)], .open, nil), ([("a", 1), ("b", 1)], .settled, nil),
            ([("a", 1), ("b", 2)], .open, nil), ([("a", 1), ("b", 2), ("c", 3)], .open, nil),
            ([("a", 1), ("b", 2), ("c", 1)], .open, .wrong("b", witnesses: ["a", "c"])),
            ([("a", 1), ("b", 1), ("c", 2)], .settled, .wrong("c", witnesses: ["a", "b"])),
            ([("a", 1), ("a", 2)], .open, .wrong("a", witnesses: [])),
            ([("a", 1), ("b", 2), ("c", 3), ("d", 3)], .open, .wrong("a", witnesses: ["c", "d"])),
        ] as [([(String, UInt64)], Audit.State, Audit.Finding?)])
    func `two that agree settle it, and whoever says something else is wrong`(
        words: [(String, UInt64)], state: Audit.State, finding: Audit.Finding?
    ) {
        let (audit, findings) = audit(words)
        #expect(audit.state == state)
        #expect(findings.last { $0 != .nothing } == finding)
    }

    @Test func `a trainer alone confirms itself only where that is allowed, and while nobody else speaks`() {
        #expect(audit([("a", 1), ("a", 1)], cause: .notFinite, allowsSelf: true).audit.state == .settled)
        #expect(audit([("a", 1), ("b", 2), ("a", 1)], cause: .notFinite, allowsSelf: true).audit.state == .open)
    }

    @Test(
        arguments: [
            ([], [], true), ([], ["a"], true), ([], ["a", "b"], false), ([("a", 1)], ["a"], true),
            ([("a", 1)], ["b"], false), ([("a", 1), ("b", 2)], [], true), ([("a", 1), ("b", 2)], ["a"], true),
            ([("a", 1), ("b", 2)], ["c"], false), ([("a", 1), ("b", 1)], [], false),
        ] as [([(String, UInt64)], [String], Bool)])
    func `so many are asked as have to agree`(words: [(String, UInt64)], asked: [String], expected: Bool) {
        #expect(audit(words).audit.needsAnother(beside: asked) == expected)
    }

    @Test func `each bucket is a matter of its own`() {
        var audit = Audit(.leaf(0, of: 1), cause: .planned, bucketCount: 2)
        let value = Fingerprint(high: 1, low: 2)
        _ = audit.note(value, bucket: 0, from: "a", lease: 1)
        _ = audit.note(value, bucket: 0, from: "b", lease: 2)
        #expect(audit.state == .open && audit.wants("a") && audit.wants("b"))
        _ = audit.note(value, bucket: 1, from: "a", lease: 1)
        #expect(!audit.wants("a") && audit.wants("b"))
        _ = audit.note(value, bucket: 1, from: "b", lease: 2)
        #expect(audit.isOver && !audit.wants("c"))
    }

    @Test func `what a liar said is forgotten, and a waived audit is open again when the round is redone`() {
        var (audit, _) = audit([("a", 1), ("b", 1)])
        audit.forget("a")
        #expect(audit.state == .open && audit.names == ["b"])
        audit.waive()
        #expect(audit.state == .waived)
        audit.reopen()
        #expect(audit.state == .open)
    }
}
