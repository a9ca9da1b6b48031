// OpenBLAS's C interface: cblas_sgemm, openblas_get_corename, openblas_get_num_threads.
#include <cblas.h>
