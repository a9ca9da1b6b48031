/// What only a struct has, and a group hasn't.
struct StructLayout {
    let id: UInt64
    let dataWordCount: UInt16
    let pointerCount: UInt16
}
