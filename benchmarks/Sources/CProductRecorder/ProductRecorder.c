// For RTLD_NEXT.
#define _GNU_SOURCE

#include "ProductRecorder.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#ifdef __x86_64__
#include <xmmintrin.h>
#endif

typedef struct {
    int order, left_transposed, right_transposed, m, n, k;
    float alpha;
    const float *left;
    int left_stride;
    const float *right;
    int right_stride;
    float beta;
    float *result;
    int result_stride;
} Product;

typedef void (*Sgemm)(int, int, int, int, int, int, float, const float *, int, const float *, int, float, float *, int);

static Sgemm library;
static Product *products;
static long count, capacity;
static int is_recording;

static Sgemm library_sgemm(void) {
    if (library == NULL) library = (Sgemm)dlsym(RTLD_NEXT, "cblas_sgemm");
    if (library == NULL) {
        fputs("products: no library behind cblas_sgemm\n", stderr);
        abort();
    }
    return library;
}

static void note(Product product) {
    if (count == capacity) {
        capacity = capacity == 0 ? 1024 : 2 * capacity;
        products = realloc(products, capacity * sizeof(Product));
        if (products == NULL) abort();
    }
    products[count++] = product;
}

static void multiply(Product p) {
    library_sgemm()(
        p.order, p.left_transposed, p.right_transposed, p.m, p.n, p.k, p.alpha, p.left, p.left_stride, p.right,
        p.right_stride, p.beta, p.result, p.result_stride);
}

// The program's own definition comes before the library's, in all that it loads.
void cblas_sgemm(
    int order, int left_transposed, int right_transposed, int m, int n, int k, float alpha, const float *left,
    int left_stride, const float *right, int right_stride, float beta, float *result, int result_stride) {
    Product product = {order, left_transposed, right_transposed, m, n, k, alpha,
                       left, left_stride, right, right_stride, beta, result, result_stride};
    if (is_recording) note(product);
    multiply(product);
}

void product_recorder_start(void) {
    count = 0;
    is_recording = 1;
}

void product_recorder_stop(void) { is_recording = 0; }

long product_recorder_count(void) { return count; }

double product_recorder_operations(void) {
    double sum = 0;
    for (long i = 0; i < count; i++) sum += 2.0 * products[i].m * products[i].n * products[i].k;
    return sum;
}

void product_recorder_replay(void) {
#ifdef __x86_64__
    // Without what lies between the products their numbers may fade from one replay to the next, and subnormal numbers
    // are slow: here they are zeros.
    unsigned before = _mm_getcsr();
    _mm_setcsr(before | 0x8040);
#endif
    for (long i = 0; i < count; i++) multiply(products[i]);
#ifdef __x86_64__
    _mm_setcsr(before);
#endif
}

void product_recorder_square(int size, const float *left, const float *right, float *result) {
    // Row-major, neither transposed.
    library_sgemm()(101, 111, 111, size, size, size, 1, left, size, right, size, 0, result, size);
}
