public import Foundation

/// Room on a disk.
public enum DiskRoom {
    /// Bytes that may still be written in that folder; nil where the system does not say.
    public static func free(in folder: URL) -> Int? {
        var facts = statvfs()
        guard statvfs(folder.path, &facts) == 0 else { return nil }
        let bytes = UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(facts.f_frsize))
        return bytes.overflow ? .max : Int(clamping: bytes.partialValue)
    }
}
