// The settings of the C library's allocator, which no module of Swift has.
#include <malloc.h>
