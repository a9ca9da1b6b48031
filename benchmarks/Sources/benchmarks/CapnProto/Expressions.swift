internal import CLibcapnpPeer
internal import CapnProto

/// Expression evaluation: a tree of small structs.
enum Expressions {
    static var workload: Workload<Expression> {
        Workload(
            name: "expression evaluation",
            make: { (random, expression) throws(WireError) in try fill(expression, &random, depth: 0) },
            answer: { (expression) throws(WireError) in UInt64(UInt32(bitPattern: try evaluate(expression))) },
            peer: { peer_expression($0, $1) })
    }

    private static func fill(
        _ expression: Expression.Builder, _ random: inout Random, depth: UInt32
    ) throws(WireError) {
        expression.operation = Expression.Operation(rawValue: UInt16(random.next(5)))
        if random.next(8) < depth {
            expression.left.setValue(Int32(random.next(128) + 1))
        } else {
            try fill(expression.left.initExpression(), &random, depth: depth + 1)
        }
        if random.next(8) < depth {
            expression.right.setValue(Int32(random.next(128) + 1))
        } else {
            try fill(expression.right.initExpression(), &random, depth: depth + 1)
        }
    }

    private static func evaluate(_ expression: Expression.Reader) throws(WireError) -> Int32 {
        let left: Int32 =
            switch try expression.left.which {
            case .value(let value): value
            case .expression(let inner): try evaluate(inner)
            case .unknown: 0
            }
        let right: Int32 =
            switch try expression.right.which {
            case .value(let value): value
            case .expression(let inner): try evaluate(inner)
            case .unknown: 0
            }
        switch expression.operation {
        case .add: return left &+ right
        case .subtract: return left &- right
        case .multiply: return left &* right
        case .divide: return right == 0 || (left == .min && right == -1) ? .max : left / right
        case .modulus: return right == 0 || (left == .min && right == -1) ? .max : left % right
        default: return 0
        }
    }
}
