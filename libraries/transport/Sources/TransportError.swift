public import Admission
public import CapnProto

/// What can go wrong between two services.
public enum TransportError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A text that is no address.
    case invalidAddress(text: String, reason: String)
    /// Nobody listens there.
    case unreachable(Address, reason: String)
    /// No answer to the attempt to connect.
    case connectTimedOut(Address, after: Duration)
    /// The address can't be listened on.
    case cannotListen(Address, reason: String)
    /// One side doesn't let the other in, or no longer believes it.
    case notAdmitted(peer: String, AdmissionError)
    /// The peer speaks another protocol.
    case otherProtocol(peer: String, OtherProtocol)
    /// The peer sent a frame that breaks the format or the limits.
    case badFrame(peer: String, WireError)
    /// The peer sent more frames than one that hasn't joined may.
    case tooManyFrames(peer: String, limit: FrameRate, count: Int, within: Duration)
    /// The peer ended in the middle of a frame.
    case truncated(peer: String, receivedBytes: Int)
    /// The connection has ended.
    case closed(peer: String)
    /// Nothing was heard of the peer for too long.
    case peerSilent(peer: String, after: Duration)
    /// The peer doesn't take what it is sent.
    case outboundQueueFull(peer: String, limitBytes: Int)
    /// The peer takes nothing of what it is sent.
    case peerStalled(peer: String, after: Duration)
    /// The peer gives more signs of life than anybody needs.
    case tooManySigns(peer: String, limit: Int)
    /// A frame of ours that no peer would take.
    case frameTooLarge(peer: String, bytes: Int, limitBytes: Int)
    /// The waiting task was cancelled.
    case cancelled(operation: String)
    /// The system said no.
    case failed(peer: String, operation: String, reason: String)

    /// Whether the other side's mind has to change, or one side's settings, before another attempt can help.
    public var isRefusal: Bool {
        switch self {
        case .notAdmitted(_, let error): error.isRefusal
        case .otherProtocol: true
        default: false
        }
    }

    /// Whether the peer sent what nobody of ours does, or didn't prove what it was asked to.
    var isMisconduct: Bool {
        switch self {
        case .notAdmitted(_, let error): error != .gone
        case .otherProtocol, .badFrame, .tooManyFrames, .tooManySigns: true
        default: false
        }
    }

    /// Names the peer, the operation, what was expected and what came.
    public var description: String {
        switch self {
        case .invalidAddress(let text, let reason): "address \"\(text)\": \(reason)"
        case .unreachable(let address, let reason): "can't reach \(address): \(reason)"
        case .connectTimedOut(let address, let duration): "can't reach \(address): no answer within \(duration)"
        case .cannotListen(let address, let reason): "can't listen on \(address): \(reason)"
        case .notAdmitted(let peer, let error): "\(peer): \(error)"
        case .otherProtocol(let peer, let other): "\(peer): \(other)"
        case .badFrame(let peer, let error): "\(peer): bad frame: \(error)"
        case .tooManyFrames(let peer, let limit, let count, let duration):
            "\(peer): expected at most \(limit) of one that hasn't joined, found \(count) within \(duration)"
        case .truncated(let peer, let receivedBytes):
            "\(peer): the connection ended in the middle of a frame, after \(receivedBytes) bytes of it"
        case .closed(let peer): "\(peer): the connection is closed"
        case .peerSilent(let peer, let duration): "\(peer): nothing was heard for \(duration)"
        case .outboundQueueFull(let peer, let limitBytes):
            "\(peer): takes too little of what it is sent: more than \(limitBytes) bytes wait"
        case .peerStalled(let peer, let duration):
            "\(peer): took nothing of what is queued for it for \(duration)"
        case .tooManySigns(let peer, let limit): "\(peer): expected at most \(limit) signs of life a second, got more"
        case .frameTooLarge(let peer, let bytes, let limitBytes):
            "\(peer): expected a frame of at most \(limitBytes) bytes, got \(bytes)"
        case .cancelled(let operation): "\(operation) was cancelled"
        case .failed(let peer, let operation, let reason): "\(peer): \(operation) failed: \(reason)"
        }
    }
}
