// Preloaded into tests under the thread sanitizer: tells it what libraries of Swift's that aren't instrumented do: when a
// contended `Mutex` is taken and released, and when a continuation is resumed before it is awaited.
//
// Swift's Mutex takes and releases an uncontended lock in code of its caller, which the sanitizer sees; where threads
// meet, it calls functions of libswiftSynchronization, which isn't instrumented, so that every contended lock looked
// like none. A continuation that is resumed later has its task queued, which the sanitizer sees; where it has been resumed
// already, the task goes on at once, and what came with it looked like taken without asking. Whatever else isn't handed over
// or locked is still found.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

// Only instrumented programs have them.
extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

// Synchronization._MutexHandle._lockSlow(UInt32), ._tryLockSlow() -> Bool and ._unlockSlow().
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lock_slow(uint32_t thread, SELF void *mutex) __asm__(LOCK);
SWIFT _Bool try_lock_slow(SELF void *mutex) __asm__(TRY_LOCK);
SWIFT void unlock_slow(SELF void *mutex) __asm__(UNLOCK);

SWIFT void lock_slow(uint32_t thread, SELF void *mutex) {
    SWIFT void (*next)(uint32_t, SELF void *) = dlsym(RTLD_NEXT, LOCK);
    next(thread, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT _Bool try_lock_slow(SELF void *mutex) {
    SWIFT _Bool (*next)(SELF void *) = dlsym(RTLD_NEXT, TRY_LOCK);
    _Bool is_taken = next(mutex);
    if (is_taken && __tsan_acquire) __tsan_acquire(mutex);
    return is_taken;
}

SWIFT void unlock_slow(SELF void *mutex) {
    SWIFT void (*next)(SELF void *) = dlsym(RTLD_NEXT, UNLOCK);
    if (__tsan_release) __tsan_release(mutex);
    next(mutex);
}

// A continuation's ends are given its task, the wait for it is made in that task.
SWIFT void *swift_task_getCurrent(void);

SWIFT void swift_continuation_resume(void *task) {
    SWIFT void (*next)(void *) = dlsym(RTLD_NEXT, "swift_continuation_resume");
    if (__tsan_release) __tsan_release(task);
    next(task);
}

SWIFT void swift_continuation_throwingResume(void *task) {
    SWIFT void (*next)(void *) = dlsym(RTLD_NEXT, "swift_continuation_throwingResume");
    if (__tsan_release) __tsan_release(task);
    next(task);
}

SWIFT void swift_continuation_throwingResumeWithError(void *task, void *error) {
    SWIFT void (*next)(void *, void *) = dlsym(RTLD_NEXT, "swift_continuation_throwingResumeWithError");
    if (__tsan_release) __tsan_release(task);
    next(task, error);
}

__attribute__((swiftasynccall)) void swift_continuation_await(void *context) {
    __attribute__((swiftasynccall)) void (*next)(void *) = dlsym(RTLD_NEXT, "swift_continuation_await");
    if (__tsan_acquire) __tsan_acquire(swift_task_getCurrent());
    __attribute__((musttail)) return next(context);
}
