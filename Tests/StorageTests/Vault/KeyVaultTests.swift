import Archive
import Foundation
import Guidance
import Sealing
import Testing

@testable import Storage

/// A folder of its own for each test, gone afterwards.
final class VaultPlace {
    let folder: URL
    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "vault-\(UUID().uuidString)")
    }
    deinit { try? FileManager.default.removeItem(at: folder) }

    static let secret = VaultSecret.keyFile((0..<32).map { UInt8($0) })
    static let crime = CompartmentID(dataset: "police-incident", marking: "RESTRICTED")

    func create() throws -> KeyVault { try KeyVault.create(at: folder, with: Self.secret) }
    func copy(to name: String) throws -> URL {
        let copy = folder.deletingLastPathComponent().appending(path: folder.lastPathComponent + name)
        try FileManager.default.copyItem(at: folder, to: copy)
        return copy
    }
    var names: Set<String> {
        Set((FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []).filter { $0 != "lock" })
    }
}

@Suite("The vault")
struct KeyVaultTests {
    @Test("gives keys back after it is opened again, by secret or by root key")
    func reopening() throws {
        let place = try VaultPlace()
        let vault = try place.create()
        let object = try vault.newObject(in: VaultPlace.crime)
        try vault.seal([1, 2, 3], as: .checkpointKey)
        let again = try KeyVault.unlock(at: place.folder, with: VaultPlace.secret)
        #expect(try again.dataKey(of: object.id).bytes == object.key.bytes)
        let kept = try KeyVault.open(at: place.folder, rootKey: again.rootKeyBytes)
        #expect(try kept.open(.checkpointKey) == [1, 2, 3])
        #expect(throws: SealingError.self) { try KeyVault.unlock(at: place.folder, with: .keyFile([UInt8](repeating: 1, count: 32))) }
        #expect(throws: SealingError.self) { try KeyVault.open(at: place.folder, rootKey: [UInt8](repeating: 1, count: 32)) }
        #expect(throws: SealingError.self) { try place.create() }
    }

    @Test("a destroyed object has no key, no file, and no key in copies of the key table made before")
    func destruction() throws {
        let place = try VaultPlace()
        let vault = try place.create()
        let (kept, gone) = (try vault.newObject(in: VaultPlace.crime), try vault.newObject(in: VaultPlace.crime))
        try Data([1]).write(to: vault.segmentFile(of: gone.id))
        let backup = try place.copy(to: "-backup")
        defer { try? FileManager.default.removeItem(at: backup) }
        let other = try KeyVault.unlock(at: place.folder, with: VaultPlace.secret)
        try vault.destroy(gone.id.rawValue)
        try vault.destroy(gone.id.rawValue)
        for vault in [vault, other, try KeyVault.unlock(at: place.folder, with: VaultPlace.secret)] {
            #expect(try vault.dataKey(of: kept.id).bytes == kept.key.bytes)
            let error = #expect(throws: SealingError.self) { try vault.dataKey(of: gone.id) }
            #expect(error?.code == "no-such-key")
        }
        #expect(!FileManager.default.fileExists(atPath: vault.segmentFile(of: gone.id).path))
        // A backup that left the erasable folder out, as the documentation asks, put together with today's anchor:
        let anchor = backup.appending(path: "erasable/anchor")
        try FileManager.default.removeItem(at: anchor)
        try FileManager.default.copyItem(at: place.folder.appending(path: "erasable/anchor"), to: anchor)
        #expect(throws: SealingError.self) { try KeyVault.unlock(at: backup, with: VaultPlace.secret) }
    }

    @Test("an object is nowhere until it is kept; the vault of what passes has an anchor of its own, and its keys open nothing else")
    func passing() throws {
        let place = try VaultPlace()
        let vault = try place.create()
        let epoch = try KeyVault.anchor(of: place.folder).epoch
        let object = try vault.passingObject()
        try Data([1]).write(to: vault.segmentFile(of: object.id))
        #expect(throws: SealingError.self) { try vault.dataKey(of: object.id) }
        try vault.destroy(object.id.rawValue)
        #expect(!FileManager.default.fileExists(atPath: vault.segmentFile(of: object.id).path))
        let kept = try vault.passingObject()
        try vault.keep(kept, in: VaultPlace.crime)
        #expect(try KeyVault.unlock(at: place.folder, with: VaultPlace.secret).dataKey(of: kept.id).bytes == kept.key.bytes)
        #expect(try vault.passingIfMade() == nil)
        let passing = try vault.passing(), note = SealedName(rawValue: "draft")
        try passing.seal([7, 7], as: note)
        let copy = try place.copy(to: "-passing")
        defer { try? FileManager.default.removeItem(at: copy) }
        #expect(try KeyVault.unlock(at: place.folder, with: VaultPlace.secret).passing().open(note) == [7, 7])
        #expect(try vault.names() == [])
        #expect(try passing.destroy(note) != nil && vault.passing().names() == [])
        #expect(try KeyVault.anchor(of: place.folder).epoch == epoch, "nothing of the vault around it was destroyed")
        // Its anchor of today opens no table of it of before.
        let anchor = copy.appending(path: "passing/erasable/anchor")
        try FileManager.default.removeItem(at: anchor)
        try FileManager.default.copyItem(at: place.folder.appending(path: "passing/erasable/anchor"), to: anchor)
        #expect(throws: SealingError.self) { try KeyVault.unlock(at: copy, with: VaultPlace.secret).passing().open(note) }
        // A making that was broken off before its anchor is begun again.
        try FileManager.default.removeItem(at: anchor)
        #expect(try KeyVault.unlock(at: copy, with: VaultPlace.secret).passing().names() == [])
    }

    @Test("small sealed files are replaced and named")
    func notes() throws {
        let place = try VaultPlace()
        let vault = try place.create()
        try vault.seal([1], as: .checkpointKey)
        try vault.seal([2], as: .checkpointKey)
        try vault.seal([3], as: .referenceKey)
        #expect(try vault.open(.checkpointKey) == [2])
        #expect(try vault.names() == [.checkpointKey, .referenceKey])
        #expect(place.names.filter { $0.hasSuffix(".sealed") }.count == 2)
        #expect(try vault.open(.referenceKey) == [3])
    }

    @Test("orphans are what the ledger does not know, and nothing else")
    func orphans() throws {
        let place = try VaultPlace()
        let vault = try place.create()
        try vault.seal([1], as: .checkpointKey)
        let (known, lost) = (try vault.newObject(in: VaultPlace.crime), try vault.newObject(in: VaultPlace.crime))
        try Data([1]).write(to: vault.segmentFile(of: lost.id))
        try Data([1]).write(to: vault.segmentFile(of: known.id).appendingPathExtension("part-segment"))
        #expect(try vault.orphans(known: [known.id.rawValue]) == [lost.id])
        try vault.removeOrphans(known: [known.id.rawValue])
        #expect(try vault.orphans(known: [known.id.rawValue]).isEmpty)
        #expect(try vault.dataKey(of: known.id).bytes == known.key.bytes)
        #expect(try vault.open(.checkpointKey) == [1])
        #expect(!place.names.contains { $0.hasSuffix(".segment") || $0.contains("part-") })
    }

    @Test("files are their owner's alone")
    func permissions() throws {
        let place = try VaultPlace()
        let vault = try place.create()
        try vault.seal([1], as: .checkpointKey)
        for name in place.names {
            let facts = try FileManager.default.attributesOfItem(atPath: place.folder.appending(path: name).path)
            let mode = try #require(facts[.posixPermissions] as? Int)
            #expect(mode & 0o077 == 0, "\(name)")
        }
    }

    @Test("every state a crash may leave between the steps of a destruction opens, with the object whole or gone")
    func crashes() throws {
        let place = try VaultPlace()
        let vault = try place.create()
        let (kept, gone) = (try vault.newObject(in: VaultPlace.crime), try vault.newObject(in: VaultPlace.crime))
        let before = try place.copy(to: "-before")
        try vault.destroy(gone.id.rawValue)
        defer { try? FileManager.default.removeItem(at: before) }
        func check(_ name: String, goneNow: Bool, _ prepare: (URL) throws -> Void) throws {
            let state = before.deletingLastPathComponent().appending(path: before.lastPathComponent + name)
            defer { try? FileManager.default.removeItem(at: state) }
            try FileManager.default.copyItem(at: before, to: state)
            try prepare(state)
            let opened = try KeyVault.unlock(at: state, with: VaultPlace.secret)
            #expect(try opened.dataKey(of: kept.id).bytes == kept.key.bytes, "\(name)")
            if goneNow {
                #expect(throws: SealingError.self) { try opened.dataKey(of: gone.id) }
            } else {
                #expect(try opened.dataKey(of: gone.id).bytes == gone.key.bytes, "\(name)")
            }
            let left = try FileManager.default.subpathsOfDirectory(atPath: state.path)
            #expect(left.filter { $0.hasPrefix("keys-") }.count == 1, "\(name)")
            #expect(!left.contains("erasable/anchor.old"), "\(name)")
            #expect(!left.contains { $0.contains(".part-") }, "\(name)")
        }
        let (new, files) = (place.folder, FileManager.default)
        func table(_ state: URL) throws { try files.copyItem(at: new.appending(path: "keys-2"), to: state.appending(path: "keys-2")) }
        func link(_ state: URL) throws {
            try files.linkItem(at: state.appending(path: "erasable/anchor"), to: state.appending(path: "erasable/anchor.old"))
        }
        func replace(_ state: URL) throws {
            try files.copyItem(at: new.appending(path: "erasable/anchor"), to: state.appending(path: "erasable/next"))
            #expect(rename(state.appending(path: "erasable/next").path, state.appending(path: "erasable/anchor").path) == 0)
        }
        try check("-unfinished", goneNow: false) { try Data([1]).write(to: $0.appending(path: "keys-2.part-x")) }
        try check("-table", goneNow: false) { try table($0) }
        try check("-linked", goneNow: false) {
            try table($0)
            try link($0)
        }
        try check("-replaced", goneNow: true) {
            try table($0)
            try link($0)
            try replace($0)
        }
        try check("-swept", goneNow: true) {
            try table($0)
            try replace($0)
        }
    }

    @Test("a segment written into the vault reads back; renamed or without its key it does not")
    func segments() throws {
        let place = try VaultPlace()
        let vault = try place.create()
        let fields = [SegmentField(name: "reference", title: "Reference", type: .reference, role: .reference)]
        func seal() throws -> NewObject {
            let object = try vault.newObject(in: VaultPlace.crime)
            let writer = try vault.segmentWriter(for: object, dataset: "police-incident", kind: .personal, fields: fields)
            let summary = try writer.finish()
            #expect(summary.byteCount > 0 && summary.digest.count == 64)
            return object
        }
        let (one, other) = (try seal(), try seal())
        #expect(try Self.reader(of: one.id, in: vault).rowCount == 0)
        try FileManager.default.removeItem(at: vault.segmentFile(of: one.id))
        try FileManager.default.copyItem(at: vault.segmentFile(of: other.id), to: vault.segmentFile(of: one.id))
        let error = #expect(throws: SegmentError.self) { try Self.reader(of: one.id, in: vault) }
        #expect(error?.code == "segment-of-another-object")
        try vault.destroy(other.id.rawValue)
        #expect(throws: SealingError.self) { try Self.reader(of: other.id, in: vault) }
    }

    private static func reader(of object: ObjectID, in vault: KeyVault) throws -> SegmentReader {
        let key = try vault.dataKey(of: object)
        return try SegmentReader(opening: SegmentFileInput(file: vault.segmentFile(of: object)), object: object, key: key)
    }

    @Test("an unfinished segment leaves nothing under its name")
    func unfinished() throws {
        let place = try VaultPlace()
        let vault = try place.create()
        let object = try vault.newObject(in: VaultPlace.crime)
        let writer = try vault.segmentWriter(for: object, dataset: "police-incident", kind: .personal, fields: [])
        #expect(!FileManager.default.fileExists(atPath: vault.segmentFile(of: object.id).path))
        writer.discard()
        #expect(!place.names.contains { $0.contains(object.id.rawValue) })
    }
}
