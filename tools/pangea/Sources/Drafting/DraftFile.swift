internal import Foundation

/// Writes a drafted job.
enum DraftFile {
    /// Writes a file, whole or not at all; one that is there only if it may be replaced.
    ///
    /// Throws `.exists` and `.unwritable`.
    static func write(_ text: String, to path: String, replacing isReplaced: Bool) throws(DraftError) {
        do {
            let options: Data.WritingOptions = isReplaced ? .atomic : .withoutOverwriting
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: options)
        } catch {
            guard (error as? CocoaError)?.code != .fileWriteFileExists else { throw .exists(path: path) }
            throw .unwritable(path: path, reason: error.localizedDescription)
        }
    }
}
