// Parses Cap'n Proto schemas with libcapnpc, the reference parser, behind an interface of plain C.

#ifndef CAPNPROTO_SCHEMA_PARSER_H
#define CAPNPROTO_SCHEMA_PARSER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Something wrong with a schema. Line and column count from 1; both are 0 where the whole file is meant.
typedef struct {
    char *file;
    char *message;
    uint32_t line;
    uint32_t column;
} SchemaParserError;

/// What parsing gave: the bytes of a `CodeGeneratorRequest` with source information, as `capnp compile` sends them to a
/// plug-in; or the errors found, ordered by file and position, and then no request.
typedef struct {
    uint8_t *request;
    size_t requestByteCount;
    SchemaParserError *errors;
    size_t errorCount;
} SchemaParserResult;

/// Parses schema files.
///
/// `importPaths` are the folders in which an import that starts with a slash is looked up, in order; the system's
/// include folders come last. `sourcePrefixes` are folders to cut off a file's path to get the name by which the request
/// calls it; the longest that fits is used.
SchemaParserResult schemaParserParse(
    const char *const *files, size_t fileCount,
    const char *const *importPaths, size_t importPathCount,
    const char *const *sourcePrefixes, size_t sourcePrefixCount);

/// Frees all that a result points to.
void schemaParserFree(SchemaParserResult result);

#ifdef __cplusplus
}
#endif

#endif
