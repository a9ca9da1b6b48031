/// What generated code binds itself to.
///
/// A runtime that can't run code of an older generator any more has another number here, and such code doesn't compile.
public enum GeneratedCodeVersion1 {}
