/// Divides a number of leaves in proportion to speeds.
enum Apportionment {
    /// One share a speed, in order; they add up to `count`.
    ///
    /// Equal speeds differ by at most one leaf, and everybody gets one while there are enough. (Method of the largest
    /// remainder; ties go to the first.)
    static func shares(of count: Int, among speeds: [Double]) -> [Int] {
        guard !speeds.isEmpty else { return [] }
        guard count > speeds.count else {
            return speeds.indices.map { $0 < count ? 1 : 0 }
        }
        let spare = count - speeds.count
        let total = speeds.reduce(0, +)
        let ideal = speeds.map { max(0, Double(count) * $0 / total - 1) }
        let idealTotal = ideal.reduce(0, +)
        let quotas = ideal.map { idealTotal > 0 ? Double(spare) * $0 / idealTotal : 0 }
        var shares = quotas.map { 1 + Int($0) }
        let byRemainder = quotas.indices.sorted { left, right in
            let (a, b) = (quotas[left] - Double(Int(quotas[left])), quotas[right] - Double(Int(quotas[right])))
            return a == b ? left < right : a > b
        }
        var missing = count - shares.reduce(0, +)
        for index in byRemainder.cycled(times: missing / speeds.count + 1) where missing > 0 {
            shares[index] += 1
            missing -= 1
        }
        return shares
    }
}

extension Array {
    fileprivate func cycled(times: Int) -> [Element] {
        (0..<times).flatMap { _ in self }
    }
}
