#ifndef CALL_COUNTS_H
#define CALL_COUNTS_H

#include <stdint.h>

// What one thread asked of the heap and of the Swift runtime, counted where it is asked.

typedef struct {
    /// Calls of malloc, calloc, realloc and their kin.
    uint64_t allocations;
    /// References counted up and down; a call that counts several is several.
    uint64_t retains;
    uint64_t releases;
} CallCounts;

/// Why nothing is counted here, or NULL where it is.
const char *call_counts_obstacle(void);

/// This thread's counts since it began.
CallCounts call_counts(void);

#endif
