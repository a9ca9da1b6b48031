#include "ReferenceReader.h"

#include <capnp/any.h>
#include <capnp/capability.h>
#include <capnp/compat/json.h>
#include <capnp/dynamic.h>
#include <capnp/message.h>
#include <capnp/pretty-print.h>
#include <capnp/schema-loader.h>
#include <capnp/schema.capnp.h>
#include <capnp/serialize-packed.h>
#include <capnp/serialize.h>
#include <kj/exception.h>
#include <kj/io.h>

#include <cstdlib>
#include <cstring>

namespace {

// kj insists that callbacks lie on the stack, which the address sanitizer moves locals away from.
#define ON_THE_STACK __attribute__((no_sanitize("address")))

/// Keeps what libcapnp can't throw any more out of the tests' output.
class Silence : public kj::ExceptionCallback {
public:
    void logMessage(kj::LogSeverity, const char *, int, int, kj::String &&) override {}
};

/// The same sums as MessageWalk's: every count and every bit that a reader could be told.
struct Walk {
    uint64_t checksum = 0xcbf29ce484222325;

    void add(uint64_t value) { checksum = (checksum ^ value) * 0x100000001b3; }

    void add(kj::ArrayPtr<const kj::byte> bytes) {
        for (auto byte : bytes) add(byte);
    }

    void visit(capnp::AnyPointer::Reader pointer) {
        switch (pointer.getPointerType()) {
        case capnp::PointerType::NULL_: add(0); break;
        case capnp::PointerType::STRUCT: add(1); visit(pointer.getAs<capnp::AnyStruct>()); break;
        case capnp::PointerType::LIST: add(2); visit(pointer.getAs<capnp::AnyList>()); break;
        case capnp::PointerType::CAPABILITY: add(3); break;
        }
    }

    void visit(capnp::AnyStruct::Reader structure) {
        auto data = structure.getDataSection();
        add(data.size());
        add(data);
        auto pointers = structure.getPointerSection();
        add(pointers.size());
        for (auto pointer : pointers) visit(pointer);
    }

    void visit(capnp::AnyList::Reader list) {
        auto size = list.getElementSize();
        add(static_cast<uint64_t>(size));
        add(list.size());
        switch (size) {
        case capnp::ElementSize::VOID: break;
        case capnp::ElementSize::BIT: {
            auto bits = list.as<capnp::List<bool>>();
            for (auto bit : bits) add(bit ? 1 : 0);
            break;
        }
        case capnp::ElementSize::INLINE_COMPOSITE: {
            auto structures = list.as<capnp::List<capnp::AnyStruct>>();
            // Elements without a size are all the same.
            auto count = structures.size();
            for (kj::uint i = 0; i < count; ++i) {
                auto structure = structures[i];
                if (i == 0) {
                    add(structure.getDataSection().size());
                    add(structure.getPointerSection().size());
                    if (structure.getDataSection().size() + structure.getPointerSection().size() == 0) break;
                }
                visit(structure);
            }
            break;
        }
        case capnp::ElementSize::POINTER: {
            auto pointers = list.as<capnp::List<capnp::AnyPointer>>();
            for (auto pointer : pointers) visit(pointer);
            break;
        }
        default: add(list.getRawBytes()); break;
        }
    }
};

bool names_a_limit(kj::StringPtr description) {
    return std::strstr(description.cStr(), "limit") != nullptr
        || std::strstr(description.cStr(), "too deeply-nested") != nullptr;
}

} // namespace

ON_THE_STACK
ReferenceWalk reference_walk(const uint8_t *bytes, size_t count, int is_packed, uint64_t traversal_words) {
    ReferenceWalk result = {ReferenceAccepted, 0, {0}};
    Walk walk;
    Silence silence;
    auto problem = kj::runCatchingExceptions([&]() {
        capnp::ReaderOptions options;
        options.traversalLimitInWords = traversal_words;
        kj::ArrayInputStream input(kj::arrayPtr(bytes, count));
        if (is_packed) {
            capnp::PackedMessageReader message(input, options);
            walk.visit(message.getRoot<capnp::AnyPointer>());
        } else {
            capnp::InputStreamMessageReader message(input, options);
            walk.visit(message.getRoot<capnp::AnyPointer>());
        }
    });
    KJ_IF_MAYBE(exception, problem) {
        auto description = exception->getDescription();
        result.verdict = names_a_limit(description) ? ReferenceLimited : ReferenceRefused;
        std::strncpy(result.reason, description.cStr(), sizeof result.reason - 1);
    }
    result.checksum = walk.checksum;
    return result;
}

ON_THE_STACK
int64_t reference_canonical(
    const uint8_t *bytes, size_t count, uint64_t traversal_words, uint8_t *target, size_t capacity) {
    int64_t result = -1;
    Silence silence;
    auto problem = kj::runCatchingExceptions([&]() {
        capnp::ReaderOptions options;
        options.traversalLimitInWords = traversal_words;
        kj::ArrayInputStream input(kj::arrayPtr(bytes, count));
        capnp::InputStreamMessageReader message(input, options);
        auto root = message.getRoot<capnp::AnyPointer>();
        if (root.getPointerType() != capnp::PointerType::STRUCT) return;
        auto words = root.getAs<capnp::AnyStruct>().canonicalize();
        auto canonical = words.asBytes();
        if (canonical.size() > capacity) return;
        std::memcpy(target, canonical.begin(), canonical.size());
        result = static_cast<int64_t>(canonical.size());
    });
    return problem == nullptr ? result : -1;
}

struct ReferenceSchema {
    capnp::SchemaLoader loader;
};

ReferenceSchema *reference_schema_load(const uint8_t *request, size_t count) {
    auto schema = new ReferenceSchema;
    auto problem = kj::runCatchingExceptions([&]() {
        capnp::ReaderOptions options;
        options.traversalLimitInWords = kj::maxValue;
        kj::ArrayInputStream input(kj::arrayPtr(request, count));
        capnp::InputStreamMessageReader message(input, options);
        for (auto node : message.getRoot<capnp::schema::CodeGeneratorRequest>().getNodes()) schema->loader.load(node);
    });
    if (problem == nullptr) return schema;
    delete schema;
    return nullptr;
}

void reference_schema_free(ReferenceSchema *schema) { delete schema; }

namespace {

kj::String print(capnp::DynamicStruct::Reader root, ReferenceForm form) {
    switch (form) {
    case ReferenceShortText: return kj::str(root);
    case ReferencePrettyText: return capnp::prettyPrint(root).flatten();
    case ReferenceShortJSON:
    case ReferencePrettyJSON: break;
    }
    capnp::JsonCodec codec;
    codec.setPrettyPrint(form == ReferencePrettyJSON);
    codec.handleByAnnotation(root.getSchema());
    return codec.encode(root);
}

} // namespace

ON_THE_STACK
ReferencePrinted reference_print(
    const ReferenceSchema *schema, uint64_t type, ReferenceForm form, const uint8_t *bytes, size_t count,
    uint64_t traversal_words) {
    ReferencePrinted result = {ReferenceAccepted, nullptr, 0, {0}};
    Silence silence;
    // libcapnp reads no capability, not even a null one, before there was one.
    static capnp::Capability::Client nothing = nullptr;
    auto problem = kj::runCatchingExceptions([&]() {
        capnp::ReaderOptions options;
        options.traversalLimitInWords = traversal_words;
        kj::ArrayInputStream input(kj::arrayPtr(bytes, count));
        capnp::InputStreamMessageReader message(input, options);
        capnp::ReaderCapabilityTable table(nullptr);
        auto root = table.imbue(message.getRoot<capnp::AnyPointer>());
        auto text = print(root.getAs<capnp::DynamicStruct>(schema->loader.get(type).asStruct()), form);
        result.text = static_cast<char *>(std::malloc(text.size() + 1));
        if (result.text == nullptr) std::abort();
        std::memcpy(result.text, text.cStr(), text.size() + 1);
        result.text_count = text.size();
    });
    KJ_IF_MAYBE(exception, problem) {
        auto description = exception->getDescription();
        result.verdict = names_a_limit(description) ? ReferenceLimited : ReferenceRefused;
        std::strncpy(result.reason, description.cStr(), sizeof result.reason - 1);
    }
    return result;
}

void reference_printed_free(ReferencePrinted printed) { std::free(printed.text); }
