internal import CapnProto

extension ModelMaker {
    /// A type's own name in Swift.
    mutating func name(of id: UInt64) throws(GenerationError) -> String {
        guard let name = try names(ofFileWith: id).names[id] else { throw .missingNode(id: id) }
        return name
    }

    /// The names of a type's own parameters.
    mutating func parameters(of id: UInt64) throws(GenerationError) -> [String] {
        try names(ofFileWith: id).parameters[id] ?? []
    }

    /// The name of a type's parameter at an index.
    mutating func name(ofParameter index: Int, of id: UInt64) throws(GenerationError) -> String {
        let parameters = try parameters(of: id)
        guard index < parameters.count else { throw .missingNode(id: id) }
        return parameters[index]
    }

    /// The path by which code finds the type from anywhere in the file, with an argument for each parameter of the
    /// types that it leads through: what `brand` binds to it, or the parameter itself where there is no brand.
    mutating func path(
        of id: UInt64, brand: (() throws(WireError) -> Brand.Reader)? = nil
    ) throws(GenerationError) -> String {
        let owner = try graph.file(of: id)
        guard let steps = try names(ofFile: owner).paths[id], let first = steps.first else {
            throw .missingNode(id: id)
        }
        try claim(first.name, for: owner)
        var path: [String] = []
        for step in steps {
            let arguments = try arguments(of: step.id, brand: brand)
            path.append(step.name + (arguments.isEmpty ? "" : "<\(arguments.joined(separator: ", "))>"))
        }
        return path.joined(separator: ".")
    }

    /// What the parameters of a type among a path's stand for.
    private mutating func arguments(
        of id: UInt64, brand: (() throws(WireError) -> Brand.Reader)?
    ) throws(GenerationError) -> [String] {
        let parameters = try parameters(of: id)
        guard !parameters.isEmpty, let brand else { return parameters }
        var arguments = parameters.map { _ in TypeModel.anyPointer.element }
        for scope in try wire({ () throws(WireError) in try brand().scopes }) where scope.scopeId == id {
            switch try wire({ () throws(WireError) in try scope.which }) {
            case .inherit: return parameters
            case .bind(let bindings):
                for (index, binding) in zip(arguments.indices, bindings) {
                    guard case .type(let bound) = try wire({ () throws(WireError) in try binding.which }) else {
                        continue
                    }
                    arguments[index] = try type(of: { () throws(WireError) in bound }).element
                }
            case .unknown: break
            }
        }
        return arguments
    }

    /// What holds the constants of a type that is generic, or inside one: Swift has no stored ones there.
    mutating func constantsHolder(of id: UInt64) throws(GenerationError) -> String? {
        let names = try names(ofFileWith: id)
        let isGeneric = names.paths[id]?.contains { names.parameters[$0.id] != nil } ?? false
        return isGeneric ? "_Constants_\(String(id, radix: 16))" : nil
    }

    /// Makes sure that a name at the top of a file means one file's type only.
    private mutating func claim(_ name: String, for file: UInt64) throws(GenerationError) {
        if let other = filesByName[name], other != file {
            let files = try [other, file].map { (id) throws(GenerationError) in
                let node = try graph.node(id)
                return try wire { () throws(WireError) in try node.displayName }
            }
            throw .ambiguousType(name: name, files: files.sorted())
        }
        filesByName[name] = file
    }

    /// The names of a file's types.
    mutating func names(ofFile id: UInt64) throws(GenerationError) -> TypeNames {
        if let names = namesByFile[id] { return names }
        let names = try TypeNames(file: id, graph: graph)
        namesByFile[id] = names
        return names
    }

    private mutating func names(ofFileWith id: UInt64) throws(GenerationError) -> TypeNames {
        try names(ofFile: graph.file(of: id))
    }
}
