#include "SchemaParser.h"

#include <capnp/message.h>
#include <capnp/schema-parser.h>
#include <capnp/schema.capnp.h>
#include <capnp/serialize.h>
#include <kj/exception.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_set>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// An error as it is found.
struct Finding {
    std::string file;
    uint32_t line;
    uint32_t column;
    std::string message;

    bool operator<(const Finding &other) const {
        return std::tie(file, line, column, message)
            < std::tie(other.file, other.line, other.column, other.message);
    }
    bool operator==(const Finding &other) const {
        return std::tie(file, line, column, message)
            == std::tie(other.file, other.line, other.column, other.message);
    }
};

/// One import statement of a file: the path as written there, and the file that it led to.
struct Import {
    std::string name;
    fs::path path;
};

/// What all files of one parse share.
struct Session {
    std::vector<fs::path> importPaths;
    std::vector<Finding> findings;
    /// By canonical path: the name that schemas carry, and the imports, in order of their names.
    std::map<fs::path, std::string> displayNames;
    std::map<fs::path, std::map<std::string, fs::path>> imports;
};

bool isReadableFile(const fs::path &path) {
    std::error_code error;
    return fs::is_regular_file(path, error) && std::ifstream(path).good();
}

/// A schema file on disk, as the parser wants to see it.
class DiskFile final : public capnp::SchemaFile {
public:
    /// `shownPath` is the path as the user wrote it, for errors; `displayName` the one for schemas.
    DiskFile(Session &session, fs::path path, std::string shownPath, std::string displayName)
        : session(session), path(fs::weakly_canonical(path)), shownPath(std::move(shownPath)),
          displayName(std::move(displayName)) {
        session.displayNames.emplace(this->path, this->displayName);
    }

    kj::StringPtr getDisplayName() const override { return displayName.c_str(); }

    kj::Array<const char> readContent() const override {
        std::ifstream stream(path, std::ios::binary);
        std::string content((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
        auto array = kj::heapArray<char>(content.size());
        std::memcpy(array.begin(), content.data(), content.size());
        return kj::mv(array);
    }

    kj::Maybe<kj::Own<capnp::SchemaFile>> import(kj::StringPtr name) const override {
        std::string target = name.cStr();
        if (!target.empty() && target.front() == '/') {
            for (const auto &folder : session.importPaths) {
                fs::path candidate = folder / target.substr(1);
                if (isReadableFile(candidate)) {
                    return open(target, candidate, candidate.string(), target.substr(1));
                }
            }
            return nullptr;
        }
        fs::path candidate = path.parent_path() / target;
        if (!isReadableFile(candidate)) return nullptr;
        auto beside = [&](const std::string &name) {
            return (fs::path(name).parent_path() / target).lexically_normal().string();
        };
        return open(target, candidate, beside(shownPath), beside(displayName));
    }

    bool operator==(const capnp::SchemaFile &other) const override {
        return path == static_cast<const DiskFile &>(other).path;
    }
    bool operator!=(const capnp::SchemaFile &other) const override { return !(*this == other); }
    size_t hashCode() const override { return fs::hash_value(path); }

    void reportError(SourcePos start, SourcePos, kj::StringPtr message) const override {
        session.findings.push_back({shownPath, start.line + 1, start.column + 1, message.cStr()});
    }

private:
    kj::Maybe<kj::Own<capnp::SchemaFile>> open(
        const std::string &name, const fs::path &candidate, std::string shownPath, std::string displayName) const {
        auto file = kj::heap<DiskFile>(session, candidate, std::move(shownPath), std::move(displayName));
        session.imports[path].emplace(name, file->path);
        return kj::Own<capnp::SchemaFile>(kj::mv(file));
    }

    Session &session;
    fs::path path;
    std::string shownPath;
    std::string displayName;
};

/// All nodes below the files, and what the source says about them.
class NodeCollector {
public:
    explicit NodeCollector(const capnp::SchemaParser &parser) : parser(parser) {}

    void add(capnp::ParsedSchema schema) {
        if (!addOne(schema)) return;
        for (auto nested : schema.getAllNested()) add(nested);
    }

    void write(capnp::schema::CodeGeneratorRequest::Builder request) const {
        auto nodes = request.initNodes(schemas.size());
        std::vector<capnp::schema::Node::SourceInfo::Reader> infos;
        for (size_t index = 0; index < schemas.size(); ++index) {
            nodes.setWithCaveats(index, schemas[index].getProto());
            KJ_IF_MAYBE(info, parser.getSourceInfo(schemas[index])) { infos.push_back(*info); }
        }
        auto sourceInfo = request.initSourceInfo(infos.size());
        for (size_t index = 0; index < infos.size(); ++index) sourceInfo.setWithCaveats(index, infos[index]);
    }

private:
    bool addOne(capnp::Schema schema) {
        auto node = schema.getProto();
        if (!seen.insert(node.getId()).second) return false;
        schemas.push_back(schema);
        // Groups and the structs that methods imply aren't nested by name.
        if (node.isStruct()) {
            for (auto field : schema.asStruct().getFields()) {
                if (field.getProto().isGroup()) addOne(field.getType().asStruct());
            }
        } else if (node.isInterface()) {
            for (auto method : schema.asInterface().getMethods()) {
                for (auto implied : {method.getParamType(), method.getResultType()}) {
                    if (implied.getProto().getScopeId() == 0) addOne(implied);
                }
            }
        }
        return true;
    }

    const capnp::SchemaParser &parser;
    std::vector<capnp::Schema> schemas;
    std::unordered_set<uint64_t> seen;
};

/// The path without the longest prefix that fits.
std::string withoutPrefix(const std::string &file, const std::vector<std::string> &prefixes) {
    fs::path path = fs::path(file).lexically_normal();
    fs::path best = path;
    for (const auto &prefix : prefixes) {
        fs::path candidate = fs::absolute(path).lexically_relative(fs::absolute(prefix).lexically_normal());
        bool isInside = !candidate.empty() && *candidate.begin() != fs::path("..");
        if (isInside && candidate.string().size() < best.string().size()) best = candidate;
    }
    return best.string();
}

using Files = std::vector<std::pair<std::string, std::string>>;

/// Parses files, given as paths and the names to show them by, into a request. Findings are left in the session.
std::optional<kj::Array<capnp::word>> parse(Session &session, const Files &files) {
    capnp::SchemaParser parser;
    NodeCollector collector(parser);
    std::map<fs::path, capnp::ParsedSchema> parsed;

    auto parseOne = [&](const fs::path &path, const std::string &shownPath, const std::string &displayName) {
        auto schema = parser.parseFile(kj::heap<DiskFile>(session, path, shownPath, displayName));
        parsed[fs::weakly_canonical(path)] = schema;
        if (session.findings.empty()) collector.add(schema);
    };
    for (const auto &[file, name] : files) parseOne(file, file, name);
    if (!session.findings.empty()) return std::nullopt;

    // Imported files, and theirs in turn.
    for (bool foundMore = true; foundMore;) {
        foundMore = false;
        auto imports = session.imports;
        for (const auto &[importer, targets] : imports) {
            for (const auto &[name, path] : targets) {
                // What isn't parsed by now is a file to embed.
                if (parsed.count(path) || path.extension() != ".capnp") continue;
                parseOne(path, path.string(), session.displayNames[path]);
                foundMore = true;
            }
        }
    }
    if (!session.findings.empty()) return std::nullopt;

    capnp::MallocMessageBuilder message;
    auto request = message.initRoot<capnp::schema::CodeGeneratorRequest>();
    auto version = request.initCapnpVersion();
    version.setMajor(CAPNP_VERSION / 1000000);
    version.setMinor(CAPNP_VERSION / 1000 % 1000);
    version.setMicro(CAPNP_VERSION % 1000);
    collector.write(request);

    auto requestedFiles = request.initRequestedFiles(files.size());
    for (size_t index = 0; index < files.size(); ++index) {
        fs::path path = fs::weakly_canonical(files[index].first);
        auto requestedFile = requestedFiles[index];
        requestedFile.setId(parsed[path].getProto().getId());
        requestedFile.setFilename(files[index].second);
        std::vector<Import> found;
        for (const auto &[name, target] : session.imports[path]) {
            if (parsed.count(target)) found.push_back({name, target});
        }
        auto imports = requestedFile.initImports(found.size());
        for (size_t position = 0; position < found.size(); ++position) {
            imports[position].setId(parsed[found[position].path].getProto().getId());
            imports[position].setName(found[position].name);
        }
    }
    return capnp::messageToFlatArray(message);
}

char *copyOf(const std::string &string) {
    char *copy = static_cast<char *>(std::malloc(string.size() + 1));
    if (copy == nullptr) std::abort();
    std::memcpy(copy, string.c_str(), string.size() + 1);
    return copy;
}

SchemaParserResult resultOf(std::vector<Finding> findings) {
    std::sort(findings.begin(), findings.end());
    findings.erase(std::unique(findings.begin(), findings.end()), findings.end());
    auto errors = static_cast<SchemaParserError *>(std::calloc(findings.size(), sizeof(SchemaParserError)));
    if (errors == nullptr) std::abort();
    for (size_t index = 0; index < findings.size(); ++index) {
        errors[index] = {
            copyOf(findings[index].file), copyOf(findings[index].message), findings[index].line,
            findings[index].column};
    }
    return {nullptr, 0, errors, findings.size()};
}

SchemaParserResult resultOf(kj::Array<capnp::word> request) {
    auto bytes = request.asBytes();
    auto copy = static_cast<uint8_t *>(std::malloc(bytes.size()));
    if (copy == nullptr) std::abort();
    std::memcpy(copy, bytes.begin(), bytes.size());
    return {copy, bytes.size(), nullptr, 0};
}

}  // namespace

SchemaParserResult schemaParserParse(
    const char *const *files, size_t fileCount,
    const char *const *importPaths, size_t importPathCount,
    const char *const *sourcePrefixes, size_t sourcePrefixCount) {
    Session session;
    session.importPaths.assign(importPaths, importPaths + importPathCount);
    session.importPaths.push_back("/usr/local/include");
    session.importPaths.push_back("/usr/include");
    std::vector<std::string> prefixes(sourcePrefixes, sourcePrefixes + sourcePrefixCount);

    Files named;
    for (size_t index = 0; index < fileCount; ++index) {
        std::string file = files[index];
        if (!isReadableFile(file)) {
            session.findings.push_back({file, 0, 0, "the file can't be read"});
            continue;
        }
        named.emplace_back(file, withoutPrefix(file, prefixes));
    }
    if (!session.findings.empty()) return resultOf(session.findings);

    try {
        auto request = parse(session, named);
        if (request) return resultOf(kj::mv(*request));
    } catch (const kj::Exception &exception) {
        // Schemas with errors can make the parser give up later on; then the errors are what matters.
        if (session.findings.empty()) {
            session.findings.push_back({named.front().first, 0, 0, exception.getDescription().cStr()});
        }
    } catch (const std::exception &exception) {
        if (session.findings.empty()) session.findings.push_back({named.front().first, 0, 0, exception.what()});
    }
    return resultOf(session.findings);
}

void schemaParserFree(SchemaParserResult result) {
    std::free(result.request);
    for (size_t index = 0; index < result.errorCount; ++index) {
        std::free(result.errors[index].file);
        std::free(result.errors[index].message);
    }
    std::free(result.errors);
}
