#ifndef LIBCAPNP_PEER_H
#define LIBCAPNP_PEER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// What libcapnp is measured with: each function does one unit of work as a program in C++ would, and returns a checksum
// of it. Functions that make bytes write them to `target`, if there is one, and return how many there are.

// The small GradientUpdate.
uint64_t peer_update_build(uint8_t *target);
uint64_t peer_update_build_reusing(void);
uint64_t peer_update_flatten(void);
uint64_t peer_update_read(const uint8_t *bytes, size_t count);
uint64_t peer_update_pack(uint8_t *target, size_t capacity);
uint64_t peer_update_unpack(const uint8_t *bytes, size_t count);

// A tensor of `count` bytes.
uint64_t peer_tensor_copy(const uint8_t *values, size_t count);
uint64_t peer_tensor_adopt(const uint8_t *values, size_t count);
uint64_t peer_tensor_read(const uint8_t *bytes, size_t count);
double peer_tensor_sum(const uint8_t *bytes, size_t count);
double peer_list_sum(const uint8_t *bytes, size_t count);
/// Bytes of a flat message with the list of floats 0, 1, 2, ... of `count` elements; written where there is a target.
uint64_t peer_list_make(size_t count, uint8_t *target);

// The three workloads: one request and its answer, as objects or over bytes.
uint64_t peer_cars(int over_bytes, uint8_t *target);
uint64_t peer_cats(int over_bytes, uint8_t *target);
uint64_t peer_expression(int over_bytes, uint8_t *target);

/// Whether a text has a word of five bytes; for both sides, so that neither is measured by its search.
int peer_contains(const void *text, size_t count, const void *word);

#ifdef __cplusplus
}
#endif

#endif
