internal import JobFile

/// Finds the folder below which a job's data is.
package enum DataRoot {
    /// The folder for the job in the file at `path` (`Job.dataRoot`); the file's own folder where none has the data, or
    /// where the job can't be read.
    ///
    /// What is wrong then is told by the services, who know more.
    package static func find(forJob path: String) -> String {
        (try? Job(file: path))?.dataRoot(besideFile: path) ?? Job.folder(ofFile: path)
    }
}
