extension Duration {
    /// For arithmetic with speeds, which are estimates anyway.
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
