import Crypto
import Foundation
import Storage
import Testing

@Suite("Files that wait, without a name and encrypted")
struct WaitingFileTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "waiting-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func table(_ rows: Int) -> [UInt8] { Array((0..<rows).map { "\($0),a name to be found,2021-05\n" }.joined().utf8) }

    @Test("what was added in pieces of any length is read at any place", arguments: [1000, 65_537, 1 << 20, (1 << 20) + 1])
    func pieces(length: Int) throws {
        let bytes = table(90_000)
        let file = try WaitingFile(in: folder)
        for start in stride(from: 0, to: bytes.count, by: length) {
            try file.append(Array(bytes[start..<min(start + length, bytes.count)]))
            #expect(file.count == min(start + length, bytes.count))
        }
        file.finish()
        for (place, count) in [(0, 10), ((1 << 20) - 3, 7), (bytes.count - 4, 100), (bytes.count, 5), (12, 2 << 20)] {
            #expect(try file.read(at: place, count: count) == Array(bytes[min(place, bytes.count)..<min(place + count, bytes.count)]))
        }
        #expect(try file.read(at: -1, count: 5).isEmpty)
    }

    @Test("it reads as the same file would, packed or not")
    func supplied() throws {
        let bytes = table(90_000)
        for sent in [bytes, Zipping.gzip(bytes), []] {
            let waiting = try WaitingFile(in: folder)
            try waiting.append(sent)
            waiting.finish()
            for _ in 0..<2 {
                var file = try SuppliedFile.open(.waiting(waiting), rereading: true)
                var all: [UInt8] = []
                while true {
                    let more = try file.read(upTo: 300_001)
                    if more.isEmpty { break }
                    all += more
                }
                #expect(all == (sent.isEmpty ? [] : bytes))
                #expect(file.digest == SHA256.hash(data: sent).map { String(format: "%02x", $0) }.joined())
            }
        }
    }

    @Test("it has no name, and what lies on the disk tells nothing")
    func nothingToFind() throws {
        let file = try WaitingFile(in: folder)
        let before = Set(Self.openFiles(under: folder))
        try file.append(table(90_000))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        #expect(before.count == 1)
        for descriptor in before {
            let stored = try #require(FileManager.default.contents(atPath: "/proc/self/fd/\(descriptor)"))
            #expect(stored.count > 1 << 20)
            #expect(stored.range(of: Data("a name to be found".utf8)) == nil)
        }
    }

    /// Descriptors of this process that are open on files of that folder.
    private static func openFiles(under folder: URL) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.filter { name in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)"))?.hasPrefix(folder.path) == true
        }
    }
}
