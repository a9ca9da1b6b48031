/// What has passed over a connection so far.
public struct Traffic: Hashable, Sendable {
    /// Bytes received, tables included.
    public var bytesIn: UInt64 = 0
    /// Bytes that the system has taken.
    public var bytesOut: UInt64 = 0
    /// Frames received, heartbeats included.
    public var framesIn: UInt64 = 0
    /// Frames that the system has taken, heartbeats included.
    public var framesOut: UInt64 = 0
}
