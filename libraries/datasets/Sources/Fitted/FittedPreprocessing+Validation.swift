extension FittedPreprocessing {
    /// Throws `.preprocessing` for the first value that is out of bounds or contradicts another.
    public func validate() throws(DatasetError) {
        do throws(PreprocessingProblem) {
            try validateParts()
        } catch {
            throw .preprocessing(error)
        }
    }

    func validateParts() throws(PreprocessingProblem) {
        switch input {
        case .images(let images): try images.validate()
        case .table(let table): try table.validate()
        case .text(let text): try text.validate()
        }
        try validateTarget()
    }

    private func validateTarget() throws(PreprocessingProblem) {
        switch target {
        case .classes(let classes): try classes.validate()
        case .number(let number): try number.validate()
        case .condition(_, let condition):
            guard condition.bound?.isFinite ?? true else {
                throw .value("condition", expected: "a finite number", found: condition.text)
            }
        case .nextToken: break
        }
        let isText = tokenCount != nil
        guard (target == .nextToken) == isText else {
            throw .value(
                "target", expected: isText ? "nextToken for text" : "another than nextToken without text",
                found: isText ? "another" : "nextToken")
        }
    }
}
