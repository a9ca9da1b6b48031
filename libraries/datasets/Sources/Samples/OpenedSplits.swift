/// What comes of reading the files of a data set.
struct OpenedSplits {
    let training: SampleStore
    let evaluation: SampleStore
    let preprocessing: FittedPreprocessing
    /// Rows that were left out, as they have no label.
    let droppedRows: Int
}
