import Foundation
import Storage
import Testing

@Suite("Durable files")
struct DurableFileTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "durable-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() } }

    @Test("a file is replaced whole, made only where there is none, and nothing unfinished stays")
    func write() throws {
        let file = folder.appending(path: "a")
        try DurableFile.write([1, 2], to: file)
        try DurableFile.write([], to: file)
        try DurableFile.write([3], to: file)
        #expect(FileManager.default.contents(atPath: file.path) == Data([3]))
        #expect(try !DurableFile.create([4], at: file))
        #expect(try DurableFile.create([4], at: folder.appending(path: "b")))
        #expect(FileManager.default.contents(atPath: file.path) == Data([3]))
        #expect(try names == ["a", "b"])
        #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
        try DurableFile.remove(file)
        try DurableFile.remove(file)
        #expect(try names == ["b"])
    }

    @Test("what cannot be written is said, with the cause, and nothing is left")
    func fault() throws {
        let taken = folder.appending(path: "taken")
        try FileManager.default.createDirectory(at: taken, withIntermediateDirectories: true)
        let fault = #expect(throws: FileFault.self) { try DurableFile.write([1], to: taken) }
        #expect(fault?.name == "taken" && fault?.cause == EISDIR)
        #expect(throws: FileFault.self) { try DurableFile.write([1], to: folder.appending(path: "none/file")) }
        #expect(try names == ["taken"])
    }

    @Test("something is moved only to where there is nothing, be it an empty folder")
    func move() throws {
        let (item, place) = (folder.appending(path: "item"), folder.appending(path: "place"))
        for target in [item, place] { try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true) }
        #expect(throws: FileFault.self) { try DurableFile.move(item, toFree: place) }
        #expect(try names == ["item", "place"])
        try FileManager.default.removeItem(at: place)
        try DurableFile.move(item, toFree: place)
        #expect(try names == ["place"])
    }
}
