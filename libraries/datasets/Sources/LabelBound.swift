/// Which labels are classes: the integers from 0 to below `classCount`.
enum LabelBound {
    /// The bound for the training split, which itself defines the classes.
    case limit(classCount: Int)
    /// The bound for the evaluation split: the classes of the training split.
    case training(classCount: Int)

    /// The class that `value` names; `text` stands for it in the error.
    func label(_ value: Double, text: @autoclosure () -> String) throws(LabelProblem) -> UInt32 {
        guard value >= 0 else {
            throw value.isNaN ? .fraction(found: text()) : .negative(found: text())
        }
        switch self {
        case .limit(let classCount):
            guard value < Double(classCount) else { throw .limit(classes: classCount, found: text()) }
        case .training(let classCount):
            guard value < Double(classCount) else { throw .unseen(classes: classCount, found: text()) }
        }
        guard let label = UInt32(exactly: value) else { throw .fraction(found: text()) }
        return label
    }
}
