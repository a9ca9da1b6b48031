private import Glibc

extension FileProblem {
    /// What the system's error `code` means for a file that should be read.
    init(code: Int32) {
        switch code {
        case ENOENT: self = .missing
        case EISDIR: self = .folder
        default: self = .refused(FileProblem.words(for: code))
        }
    }

    private static func words(for code: Int32) -> String {
        // Safe: glibc keeps the text, which is zero-terminated, until this thread's next call; it is copied at once.
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
}
