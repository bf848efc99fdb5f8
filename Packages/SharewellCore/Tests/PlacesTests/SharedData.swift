import Foundation

/// Real data beside the repository, where it is to be had.
enum SharedData {
    static let folder: URL = {
        if let named = ProcessInfo.processInfo.environment["SHAREWELL_SHARED_DATA"] { return URL(filePath: named) }
        return (0..<6).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }.appending(path: "shared/data")
    }()
    static func file(_ path: String) -> URL { folder.appending(path: path) }
    static func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: file(path).path) }
    /// Records of a plain CSV without quoted fields, header left out.
    static func rows(_ path: String) throws -> [[String]] {
        try String(contentsOf: file(path), encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }
}

/// Numbers that look random and are the same for the same seed (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
