/// Where a dashboard answers.
public struct DashboardAddress: Equatable, Sendable {
}
