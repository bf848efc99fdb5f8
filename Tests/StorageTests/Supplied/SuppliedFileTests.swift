import CZlib
import Crypto
import Foundation
import Storage
import Testing

@Suite("Supplied files: plain, gzip and zip")
struct SuppliedFileTests {
    private let folder: URL
    private let text: [UInt8]

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "supplied-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        text = Array((0..<20_000).map { "\($0),some text of a row,2021-05\n" }.joined().utf8)
    }

    private func open(_ bytes: [UInt8], _ name: String = "file") throws -> SuppliedFile {
        let url = folder.appending(path: name)
        try Data(bytes).write(to: url)
        return try SuppliedFile.open(url)
    }

    private func readAll(_ bytes: [UInt8], piece: Int = 1 << 16) throws -> [UInt8] {
        var file = try open(bytes)
        var all: [UInt8] = []
        while true {
            let more = try file.read(upTo: piece)
            if more.isEmpty { break }
            #expect(more.count <= piece)
            all += more
        }
        #expect(file.digest == SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined())
        #expect(file.contentDigest == SHA256.hash(data: all).map { String(format: "%02x", $0) }.joined())
        #expect(file.consumed == bytes.count && file.size == bytes.count)
        return all
    }

    private func code(_ bytes: [UInt8]) -> String? {
        do {
            _ = try readAll(bytes)
            return nil
        } catch { return (error as? SuppliedFileError)?.code }
    }

    @Test("plain files come through with their digest", arguments: [1, 1000, 1 << 20])
    func plain(piece: Int) throws {
        let bytes = piece == 1 ? Array(text.prefix(500)) : text
        #expect(try readAll(bytes, piece: piece) == bytes)
        #expect(try readAll([], piece: piece).isEmpty)
    }

    @Test("gzip of one member, of several, and padded with zeros")
    func gzip() throws {
        let packed = Zipping.gzip(text)
        #expect(try readAll(packed) == text)
        #expect(try readAll(packed, piece: 777) == text)
        #expect(try readAll(packed + Zipping.gzip([]) + packed) == text + text)
        #expect(try readAll(packed + [UInt8](repeating: 0, count: 1024)) == text)
    }

    @Test("gzip that breaks off, is damaged or has something after it is refused")
    func brokenGzip() {
        let packed = Zipping.gzip(text)
        for length in [3, 12, packed.count / 2, packed.count - 8, packed.count - 1] {
            #expect(code(Array(packed.prefix(length))) == "truncated-file")
        }
        var flipped = packed
        flipped[packed.count - 6] ^= 1
        #expect(code(flipped) == "damaged-file")
        #expect(code(packed + [1, 2, 3]) == "damaged-file")
    }

    @Test("zip with one table, deflated, stored or zip64, clutter aside", arguments: [(true, false), (false, false), (true, true)])
    func zip(isDeflated: Bool, isWide: Bool) throws {
        let bytes = Zipping.zip(
            [("data/", []), ("data/table.CSV", text), ("__MACOSX/data/._table.csv", [1]), ("data/.DS_Store", [2]), ("notes.txt", [3])],
            isDeflated: isDeflated, isWide: isWide)
        #expect(try readAll(bytes) == text)
        #expect(try readAll(bytes, piece: 777) == text)
    }

    @Test("a zip that is not one honest table is named for what it is")
    func otherZips() {
        #expect(code(Zipping.zip([("a.csv", [1]), ("b.csv", [2])])) == "several-tables-in-zip")
        #expect(code(Zipping.zip([])) == "no-table-in-zip")
        #expect(code(Zipping.zip([("folder/", [])])) == "no-table-in-zip")
        #expect(code(Zipping.zip([("[Content_Types].xml", [1]), ("xl/workbook.xml", [2])])) == "workbook-file")
        #expect(code(Zipping.zip([("a.csv", text)], flags: 1)) == "encrypted-zip")
        #expect(code(Zipping.zip([("a.csv", text)], method: 12)) == "other-compression")
        let good = Zipping.zip([("a.csv", text)])
        for length in [4, 30, good.count / 2, good.count - 1] { #expect(code(Array(good.prefix(length))) == "truncated-file") }
        var flipped = good
        flipped[good.count / 2] ^= 0xFF
        #expect(code(flipped) == "damaged-file")
    }

    @Test("mutated archives are read or refused, never more", arguments: 0..<20)
    func fuzz(round: Int) throws {
        var state = UInt64(round) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func random(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(bound))
        }
        let small = Array(text.prefix(2000))
        let bases = [
            Zipping.zip([("a.csv", small)]), Zipping.zip([("d/", []), ("a.csv", small)], isDeflated: false),
            Zipping.zip([("a.csv", small)], isWide: true), Zipping.gzip(small),
        ]
        for _ in 0..<50 {
            var bytes = bases[random(bases.count)]
            for _ in 0...random(4) {
                // Mostly near the end, where a zip's directory is.
                let place = random(2) == 0 ? random(bytes.count) : bytes.count - 1 - random(min(120, bytes.count))
                bytes[place] = UInt8(random(256))
            }
            do {
                var file = try open(bytes)
                while try !file.read(upTo: 1 << 16).isEmpty {}
            } catch { #expect(error is SuppliedFileError) }
        }
    }

    @Test("a bomb is refused before it has swollen far")
    func bomb() throws {
        let packed = Zipping.gzip([UInt8](repeating: 0, count: 400 << 20))
        var file = try open(packed)
        var total = 0
        #expect(throws: SuppliedFileError.self) {
            while true {
                let more = try file.read(upTo: 1 << 20)
                if more.isEmpty { break }
                total += more.count
            }
        }
        #expect(total <= 257 << 20)
    }

    @Test("what will be read again has to be a file; what is read once may be a pipe")
    func pipe() throws {
        let pipe = folder.appending(path: "pipe")
        try #require(mkfifo(pipe.path, 0o600) == 0)
        let writer = Foundation.open(pipe.path, O_RDWR)
        try #require(writer >= 0)
        defer { close(writer) }
        for path in [pipe.path, "/dev/null"] {
            let code = #expect(throws: SuppliedFileError.self) { try SuppliedFile.open(URL(filePath: path), rereading: true) }?.code
            #expect(code == "not-a-regular-file")
        }
        #expect(Foundation.write(writer, "a,b\n", 4) == 4)
        var file = try SuppliedFile.open(pipe)
        #expect(try file.read(upTo: 4) == Array("a,b\n".utf8))
    }

    @Test("what is not there, or a folder, is said so")
    func missing() {
        do throws(SuppliedFileError) {
            _ = try SuppliedFile.open(folder.appending(path: "nothing"))
            Issue.record("opened")
        } catch { #expect(error.code == "file-not-found" && error.kind == .missing) }
        do throws(SuppliedFileError) {
            _ = try SuppliedFile.open(folder)
            Issue.record("opened")
        } catch { #expect(error.code == "file-is-folder") }
    }
}
