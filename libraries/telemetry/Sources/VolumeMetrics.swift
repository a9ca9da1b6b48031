internal import Foundation

/// How much room there is where a service writes.
public enum VolumeMetrics {
    /// Registers `NAME_free_bytes` and `NAME_size_bytes` of the file system that `folder` lies on.
    ///
    /// Free is what a process without privileges can still write. Without such a folder they have no value.
    public static func register(_ name: String, folder: String, in registry: MetricRegistry) {
        registry.gauge("\(name)_free_bytes", help: "Bytes that can still be written there.") {
            volume(of: folder).map { Double($0.f_bavail) * Double($0.f_frsize) }
        }
        registry.gauge("\(name)_size_bytes", help: "Bytes of the whole file system there.") {
            volume(of: folder).map { Double($0.f_blocks) * Double($0.f_frsize) }
        }
    }

    private static func volume(of folder: String) -> statvfs? {
        var facts = statvfs()
        return unsafe statvfs(folder, &facts) == 0 ? facts : nil
    }
}
