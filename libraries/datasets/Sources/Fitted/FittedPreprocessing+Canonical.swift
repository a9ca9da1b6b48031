extension FittedPreprocessing {
    /// One text for each value, different for different ones: what enters the data set's digest.
    ///
    /// Of images in classes by number, the bits of what was fitted: all else follows from the files. Else `json`.
    ///
    /// Throws what `json` throws.
    func canonicalText() throws(DatasetError) -> String {
        guard case .images(let images) = input, case .classes(let classes) = target, classes.names == nil else {
            return try json()
        }
        try validate()
        return [("scale", [images.scale]), ("mean", images.mean), ("deviation", images.deviation)].map { key, values in
            "\(key) \(values.map { String($0.bitPattern, radix: 16) }.joined(separator: " "))\n"
        }.joined()
    }
}
