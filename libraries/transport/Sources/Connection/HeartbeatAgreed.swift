/// Tells a connection's handler that both sides have agreed on how often signs of life are given.
struct HeartbeatAgreed: Sendable {}
