internal import ArgumentParser

/// What an orchestrator does about the run that its directory holds.
enum ResumePolicy: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// There must be none.
    case never
    /// It goes on with it, and begins one where there is none.
    case auto
    /// There must be one.
    case always
}
