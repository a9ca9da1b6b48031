/// How far `got` is from `exact`, in units of the last place of the float nearest to `exact`.
func ulps(_ got: Float, from exact: Double) -> Double {
    abs(Double(got) - exact) / Double(Float(exact).ulp)
}
