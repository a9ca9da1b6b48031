// For RTLD_NEXT.
#define _GNU_SOURCE

#include "CallCounts.h"

#include <dlfcn.h>
#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define OBSTACLE "sanitizers have an allocator of their own"
#endif
#endif
#include <features.h>
#if !defined(OBSTACLE) && !defined(__GLIBC__)
#define OBSTACLE "only glibc's allocator is counted"
#endif

static _Thread_local CallCounts counts;

CallCounts call_counts(void) { return counts; }

#ifdef OBSTACLE

const char *call_counts_obstacle(void) { return OBSTACLE; }

#else

const char *call_counts_obstacle(void) { return NULL; }

// The program's own definitions come before glibc's, in all that it loads.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

void *malloc(size_t size) {
    counts.allocations += 1;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    counts.allocations += 1;
    return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
    counts.allocations += 1;
    return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
    counts.allocations += 1;
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
    void *memory = memalign(alignment, size);
    if (memory == NULL) return 12; // ENOMEM
    *result = memory;
    return 0;
}

// The same with the runtime's functions. (Its hooks, `_swift_retain` and so on, won't do: Swift 6.3 calls them with the
// bits of a small string as if they were an address.)

static void *(*next_retain)(void *);
static void *(*next_retain_n)(void *, uint32_t);
static void (*next_release)(void *);
static void (*next_release_n)(void *, uint32_t);

/// The runtime's own function, looked up at the first call.
#define NEXT(name) (next_##name ? next_##name : (next_##name = dlsym(RTLD_NEXT, "swift_" #name)))

/// What isn't positive is no object, here as in the runtime.
static uint64_t references(const void *object, uint32_t n) { return (intptr_t)object > 0 ? n : 0; }

void *swift_retain(void *object) {
    counts.retains += references(object, 1);
    return NEXT(retain)(object);
}

void *swift_retain_n(void *object, uint32_t n) {
    counts.retains += references(object, n);
    return NEXT(retain_n)(object, n);
}

void swift_release(void *object) {
    counts.releases += references(object, 1);
    NEXT(release)(object);
}

void swift_release_n(void *object, uint32_t n) {
    counts.releases += references(object, n);
    NEXT(release_n)(object, n);
}

#endif
