/// In how many steps each trainer was a member, as an orchestrator's log tells.
struct LivedSteps {
    private(set) var steps: [String: Int] = [:]

    /// `first` is the step that the orchestrator began with, `end` the one behind its last.
    init(log: [String], from first: Int, through end: Int) throws {
        var step = first
        var joined: [String: Int] = [:]
        for line in log {
            if let match = line.firstMatch(of: /leased.* round="step (\d+)"/), let leased = Int(match.1) {
                // The next step is leased while one is under way.
                step = max(step, leased - 1)
            } else if let match = line.firstMatch(of: /leased.* round="evaluation after (\d+) steps"/) {
                step = max(step, Int(match.1) ?? step)
            } else if line.contains("trainer joined") {
                joined[try field("trainer", of: line)] = step
            } else if line.contains("trainer left") {
                let name = try field("trainer", of: line)
                if let since = joined.removeValue(forKey: name) { steps[name, default: 0] += step - since }
            }
        }
        for (name, since) in joined { steps[name, default: 0] += end - since }
    }
}
