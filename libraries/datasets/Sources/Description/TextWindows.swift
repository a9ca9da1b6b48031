/// Where the windows of a text begin that make up its training split.
///
/// Of T tokens there are floor((T - 1) / context) windows in both cases.
public enum TextWindows: String, Hashable, Sendable, CaseIterable {
    /// One behind the other from the first token on.
    case consecutive
    /// Anywhere, at places that are a pure function of (seed, epoch, sample): `index(below: T - context)` of `RandomField`
    /// for the purpose `window` at position sample + 2^32 floor(epoch / 2^32) of stream epoch mod 2^32.
    case random
}
