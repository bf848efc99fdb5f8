import Synchronization
import Tables

/// A dictionary that every worker's values go into.
final class SharedDictionary: Sendable {
    private let builder: Mutex<DictionaryBuilder>

    /// - Parameter seed: For its hashing; the segment's salt, which the supplier of the values cannot know.
    init(seed: UInt64) { builder = Mutex(DictionaryBuilder(seed: seed)) }

    /// Codes of many values under one lock.
    func codes(for values: DirectColumn, limited: Bool) -> [UInt32] {
        let (bytes, ends) = (values.bytes, values.ends)
        return builder.withLock { builder in
            bytes.withUnsafeBytes { bytes in
                var start = 0
                return ends.map { end in
                    defer { start = end }
                    return builder.code(for: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), limited: limited) ?? CodeMap.unheld
                }
            }
        }
    }

    /// What it holds now.
    var snapshot: DictionaryBuilder { builder.withLock { $0 } }
}

/// Combinations that every worker's go into.
final class SharedGroup: Sendable {
    private let builder: Mutex<GroupBuilder>

    init(width: Int, seed: UInt64) { builder = Mutex(GroupBuilder(width: width, seed: seed)) }

    /// Codes of many combinations under one lock.
    func codes(for members: [UInt32], width: Int) -> [UInt32] {
        builder.withLock { builder in stride(from: 0, to: members.count, by: width).map { builder.code(for: members, from: $0) } }
    }

    /// What it holds now.
    var snapshot: GroupBuilder { builder.withLock { $0 } }
}
