#pragma once
// Vector instructions that Swift's SIMD types don't reach.

typedef float pangea_float8 __attribute__((ext_vector_type(8)));

/// The square root of each lane, correctly rounded as IEEE 754 asks. Swift's own goes through sqrtf lane by lane.
static inline __attribute__((always_inline)) pangea_float8 pangea_square_root(pangea_float8 lanes) {
    return __builtin_elementwise_sqrt(lanes);
}
