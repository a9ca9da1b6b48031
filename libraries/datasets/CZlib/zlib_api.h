// What Pangea uses of the system's zlib.
#include <zlib.h>
