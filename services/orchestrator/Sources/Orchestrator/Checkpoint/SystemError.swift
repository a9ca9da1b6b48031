internal import Glibc
internal import Hosting

/// What the system said when it didn't do what it was asked to.
struct SystemError: Error, CustomStringConvertible {
    /// As in `errno`.
    let code: Int32

    /// What was said last on this thread.
    static var last: SystemError { SystemError(code: errno) }

    var description: String {
        // strerror's text is copied at once.
        unsafe String(cString: strerror(code))
    }

    /// Whether a failure to write is one that waiting doesn't cure: the disk takes no more.
    static func isLasting(_ error: any Error) -> Bool {
        guard let failure = error as? ServiceFailure, let error = failure.cause as? SystemError else { return false }
        return [ENOSPC, EDQUOT, EFBIG, EROFS].contains(error.code)
    }
}
