#ifndef PRODUCT_RECORDER_H
#define PRODUCT_RECORDER_H

// Stands before OpenBLAS's cblas_sgemm, notes the calls when asked to, and can make them again: the same shapes on the
// same memory, and nothing in between.

/// Notes this process's products from now on, forgetting those noted before.
void product_recorder_start(void);
/// Notes no more.
void product_recorder_stop(void);
/// How many products were noted.
long product_recorder_count(void);
/// Their multiplications and additions.
double product_recorder_operations(void);
/// Makes the noted products again, in order.
void product_recorder_replay(void);
/// One product of square matrices of `size`, for the speed of the library itself.
void product_recorder_square(int size, const float *left, const float *right, float *result);

#endif
