internal import Admission
private import Glibc

/// What tells that a file is another one, or has been written to.
struct FileStamp: Equatable {
    private let device: UInt
    private let node: UInt
    private let byteCount: Int
    private let seconds: Int
    private let nanoseconds: Int

    /// Nil for a file that isn't there.
    init?(_ path: String) {
        var status = stat()
        // Links are followed: a volume of secrets is changed by a link.
        guard unsafe stat(path, &status) == 0 else { return nil }
        device = UInt(status.st_dev)
        node = UInt(status.st_ino)
        byteCount = Int(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }

    static func all(of files: TLSFiles) -> [FileStamp?] {
        [files.certificate, files.key, files.authority].map(FileStamp.init)
    }
}
