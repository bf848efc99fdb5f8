import Foundation
import Guidance
import Register
import Storage
import Testing

@testable import Hub

@Suite("Sealing, beginning and digests")
struct SealingTests {
    @Test("the key goes wherever it was kept, whatever the environment, and although the hub does not open")
    func seal() throws {
        let fixture = try HubFixture()
        let memory = URL(filePath: "/dev/shm/sharewell-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: memory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: memory) }
        let (plain, other) = (UnsealedKeyStore(environment: [:]), UnsealedKeyStore(environment: ["XDG_RUNTIME_DIR": memory.path]))
        let store = try #require(plain), elsewhere = try #require(other)
        let hub = try fixture.open()
        let id = try #require(hub.state.hub?.hub)
        let expiry = fixture.clock().milliseconds / 1000 + 3600
        try UnsealHub(secret: fixture.secret, hours: 1).perform(on: hub, keeping: store)
        #expect(hub.isUnsealed(store) && hub.isUnsealed(elsewhere))
        #expect(try SealHub(fixture.folder, store: elsewhere).perform(clock: fixture.clock))
        #expect(!hub.isUnsealed(store))
        #expect(try !SealHub(fixture.folder, store: store).perform(clock: fixture.clock))

        try store.keep([1, 2, 3], hub: id, until: expiry)
        let rules = fixture.folder.guidance.appending(path: "rulebook.yaml")
        let file = FileManager.default.fileExists(atPath: rules.path) ? rules : try #require(firstFile(in: fixture.folder.guidance))
        try Data("# changed\n".utf8).write(to: file)
        #expect(throws: (any Error).self) { try SealHub(fixture.folder, store: store).perform(clock: fixture.clock) }
        #expect(store.key(hub: id, now: 0) == nil)
    }

    @Test("a key whose time is over goes with the next command")
    func expiry() throws {
        // A folder of its own: any other command of this user would remove the key at once.
        let memory = URL(filePath: "/dev/shm/sharewell-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: memory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: memory) }
        let environment = ["XDG_RUNTIME_DIR": memory.path]
        let store = try #require(UnsealedKeyStore(environment: environment))
        try store.keep([1, 2, 3], hub: "0123abcd", until: 1000)
        #expect(store.key(hub: "0123abcd", now: 0) == [1, 2, 3])
        _ = UnsealedKeyStore(environment: environment)
        #expect(store.key(hub: "0123abcd", now: 0) == nil)
    }

    @Test("what appears in the folder while a hub is being begun there stays")
    func begin() throws {
        let fixture = try HubFixture()
        let folder = HubFolder(fixture.root.appending(path: "second"))
        let other = folder.root.appending(path: "other")
        let initialise = InitialiseHub(
            partnership: "Luton CSP", secret: fixture.secret, guidance: HubFixture.repository.appending(path: "Guidance/england-wales-2010")
        )
        let found = code {
            _ = try initialise.perform(in: folder) {
                try? FileManager.default.createDirectory(at: folder.root, withIntermediateDirectories: true)
                try? Data("somebody else's".utf8).write(to: other)
                return HubFixture.began
            }
        }
        #expect(found == "folder-in-use")
        #expect(FileManager.default.contents(atPath: other.path) == Data("somebody else's".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.root.path).sorted() == ["hub", "hub.key", "second"])
        // An empty folder is taken.
        try FileManager.default.removeItem(at: other)
        _ = try initialise.perform(in: folder, clock: fixture.clock)
    }

    @Test("the same question has one digest in a hub, and another in another hub")
    func digest() throws {
        let question = Question(
            dataset: HubFixture.crime, from: nil, to: nil, filters: [.init(field: "ward", test: .equals("E05002203"))], by: [])
        let digests = try (0..<2).map { _ in
            let fixture = try HubFixture()
            let vault = try fixture.open().unsealed(fixture.secret, store: nil)
            let digest = try QuestionDigest(vault).of(question)
            #expect(try QuestionDigest(vault).of(question) == digest && digest.count == 64)
            return digest
        }
        #expect(digests[0] != digests[1])
    }

    private func firstFile(in folder: URL) -> URL? {
        FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
            .filter { $0.pathExtension == "yaml" }.min { $0.path < $1.path }
    }
}
