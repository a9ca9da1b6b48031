extension StructBuilder {
    /// Where the struct lies, to tell it from others.
    var address: Int { unsafe Int(bitPattern: data) }
}
