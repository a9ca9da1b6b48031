#ifndef REFERENCE_READER_H
#define REFERENCE_READER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What libcapnp makes of a message.
typedef enum {
    ReferenceAccepted = 0,
    /// Read, but its traversal or nesting limit stopped it.
    ReferenceLimited = 1,
    ReferenceRefused = 2,
} ReferenceVerdict;

typedef struct {
    ReferenceVerdict verdict;
    /// Of all that is visited; see MessageWalk.
    uint64_t checksum;
    /// Why it was refused, cut to fit; ends with a zero.
    char reason[160];
} ReferenceWalk;

/// Reads the message of a stream, packed or not, and visits all that it holds.
///
/// What follows the message is ignored.
ReferenceWalk reference_walk(const uint8_t *bytes, size_t count, int is_packed, uint64_t traversal_words);

/// Writes the message's root struct in canonical form, as at most `capacity` bytes of one segment.
///
/// Returns how many bytes it has, or -1 where it is refused or has no struct at its root.
int64_t reference_canonical(
    const uint8_t *bytes, size_t count, uint64_t traversal_words, uint8_t *target, size_t capacity);

/// The nodes of a schema, for printing messages of which no code was generated.
typedef struct ReferenceSchema ReferenceSchema;

/// Loads the nodes of a `CodeGeneratorRequest` in a stream's framing; lives until `reference_schema_free`.
///
/// Returns nothing for what can't be loaded.
ReferenceSchema *reference_schema_load(const uint8_t *request, size_t count);
void reference_schema_free(ReferenceSchema *schema);

/// How a message is printed.
typedef enum {
    ReferenceShortText = 0,
    ReferencePrettyText = 1,
    ReferenceShortJSON = 2,
    ReferencePrettyJSON = 3,
} ReferenceForm;

typedef struct {
    ReferenceVerdict verdict;
    /// What is printed, where it was accepted; for `reference_printed_free`.
    char *text;
    size_t text_count;
    /// Why it was refused, cut to fit; ends with a zero.
    char reason[160];
} ReferencePrinted;

/// Prints the message of a stream as a struct of the schema.
///
/// Capability pointers are refused: there is no table of them.
ReferencePrinted reference_print(
    const ReferenceSchema *schema, uint64_t type, ReferenceForm form, const uint8_t *bytes, size_t count,
    uint64_t traversal_words);
void reference_printed_free(ReferencePrinted printed);

#ifdef __cplusplus
}
#endif

#endif
