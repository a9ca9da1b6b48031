#if canImport(Glibc)
private import Glibc
#elseif canImport(Musl)
private import Musl
#endif

/// What the kernel tells about the processor.
enum ProcessorInformation {
    /// The beginning of /proc/cpuinfo, enough for the first processor; empty where there is none.
    static func text() -> String {
        let file = unsafe open("/proc/cpuinfo", O_RDONLY)  // A constant, terminated path.
        guard file >= 0 else { return "" }
        defer { _ = close(file) }
        var text: [UInt8] = []
        while text.count < 1 << 16 {
            let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 14) { buffer, count in
                // The kernel writes at most as many bytes as the buffer holds.
                count = unsafe max(read(file, buffer.baseAddress, buffer.count), 0)
            }
            if chunk.isEmpty { break }
            text += chunk
        }
        return String(decoding: text, as: UTF8.self)
    }
}
