/// The floats that one AVX2 instruction works on.
///
/// Loops are written over lanes rather than left to the auto-vectoriser, so that the order of every sum is the
/// source's and stays the same whatever the compiler does.
package typealias Lanes = SIMD8<Float>
