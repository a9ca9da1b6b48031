@0xe47bdf9e76c0587e;
# Annotations for Cap'n Proto for Swift. Copy this file beside your schemas, or have it on the import path.

annotation name @0xb627fac588285bdb (struct, enum, interface, const, field, union, group, enumerant,
    method) :Text;
# What a declaration is called in Swift, where its own name doesn't fit there:
#
#     using Swift = import "swift.capnp";
#
#     struct HTTPRequest $Swift.name("Request") {
#       uRL @0 :Text $Swift.name("url");
#     }
