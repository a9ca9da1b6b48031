internal import CapnProto

// The bindings of schema.capnp, which the runtime holds in a scope, by their names in the schema.

typealias Annotation = SchemaLanguage.Annotation
typealias Brand = SchemaLanguage.Brand
typealias CodeGeneratorRequest = SchemaLanguage.CodeGeneratorRequest
typealias Field = SchemaLanguage.Field
typealias Method = SchemaLanguage.Method
typealias Node = SchemaLanguage.Node
typealias Type = SchemaLanguage.Type_
typealias Value = SchemaLanguage.Value
