import Testing
import Transparency

@Suite("Signed notes and keys are read strictly")
struct SignedNoteTests {
    static let origin = "sharewell.example/luton"

    static func signer(_ seed: UInt8 = 1, origin: String = origin) throws -> CheckpointSigner {
        try CheckpointSigner(origin: origin, privateKey: [UInt8](repeating: seed, count: 32))
    }

    static func checkpoint(size: Int = 5, seed: UInt8 = 1) throws -> [UInt8] {
        try signer(seed).sign(size: Int64(size), root: ReferenceTree(size: size).root(size)).encoded
    }

    @Test("what is signed reads back, byte for byte")
    func roundTrip() throws {
        let signer = try Self.signer()
        for size in [0, 1, 2, 100] {
            let bytes = try Self.checkpoint(size: size)
            let checkpoint = try Checkpoint(parsing: bytes, key: signer.verifierKey)
            #expect(checkpoint.encoded == bytes)
            #expect(checkpoint.size == Int64(size) && checkpoint.origin == Self.origin && checkpoint.extensions.isEmpty)
            #expect(checkpoint.root == ReferenceTree(size: size).root(size))
        }
        #expect(try VerifierKey(parsing: signer.verifierKey.description) == signer.verifierKey)
        #expect(!"\(signer)".contains("0101"))
    }

    @Test("any one byte changed, left out, or added is refused")
    func everyByte() throws {
        let key = try Self.signer().verifierKey
        let good = try Self.checkpoint()
        for index in good.indices {
            for change in [1, 0x20, 0x80] as [UInt8] {
                var bytes = good
                bytes[index] ^= change
                if !refuses({ () throws(TransparencyError) in _ = try Checkpoint(parsing: bytes, key: key) }) {
                    Issue.record("byte \(index) changed by \(change)")
                }
            }
            var bytes = good
            bytes.remove(at: index)
            if !refuses({ () throws(TransparencyError) in _ = try Checkpoint(parsing: bytes, key: key) }) {
                Issue.record("byte \(index) left out")
            }
            if !refuses({ () throws(TransparencyError) in _ = try Checkpoint(parsing: Array(good[..<index]), key: key) }) {
                Issue.record("cut at \(index)")
            }
            for extra in [0x0A, 0x20, 0x3D, 0x41] as [UInt8] {
                bytes = good
                bytes.insert(extra, at: index)
                if !refuses({ () throws(TransparencyError) in _ = try Checkpoint(parsing: bytes, key: key) }) {
                    Issue.record("\(extra) added at \(index)")
                }
            }
        }
    }

    @Test("base64 has one form: bits nobody reads, missing or surplus padding, the URL alphabet and spaces are refused")
    func base64() throws {
        let root = MerkleTree.emptyRoot.base64
        #expect(TreeHash(base64: root) == MerkleTree.emptyRoot)
        // 32 bytes leave two unused bits in the last character before the padding.
        let last = try #require(root.dropLast().last)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let value = try #require(alphabet.firstIndex(of: last))
        for spare in 1...3 { #expect(TreeHash(base64: String(root.dropLast(2)) + String(alphabet[value + spare]) + "=") == nil) }
        for text in [
            String(root.dropLast()), root + "=", root + "====", " " + root, root + "\n", String(root.dropLast(2)) + "==", "", "====",
            "A===",
            root.replacing("+", with: "-"), root.replacing("/", with: "_"),
        ] where text != root { #expect(TreeHash(base64: text) == nil, "\(text)") }
    }

    @Test("line endings of another system, tabs, NULs and text that is not UTF-8 are refused")
    func controlCharacters() throws {
        let key = try Self.signer().verifierKey
        let good = String(decoding: try Self.checkpoint(), as: UTF8.self)
        let crlf = good.replacing("\n", with: "\r\n")
        let error = #expect(throws: TransparencyError.self) { try Checkpoint(parsing: Array(crlf.utf8), key: key) }
        #expect(error?.code == .malformed && error?.message.contains("carriage returns") == true)
        for text in [good.replacing("\n", with: "\r"), "\u{FEFF}" + good, good + "\0", good.replacing("sharewell", with: "share\twell")] {
            #expect(throws: TransparencyError.self) { try Checkpoint(parsing: Array(text.utf8), key: key) }
        }
        #expect(throws: TransparencyError.self) { try Checkpoint(parsing: [0xFF, 0xFE] + Array(good.utf8), key: key) }
        #expect(throws: TransparencyError.self) { try SignedNote(parsing: [UInt8](repeating: 0x0A, count: SignedNote.longest + 1)) }
        for text in ["", "\n", "\n\n", "a\n", "a\n\n", "a\n\n\n", "\n\n— a AAAAAAE=\n", "— a AAAAAAE=\n"] {
            _ = try? SignedNote(parsing: Array(text.utf8))
            #expect(throws: TransparencyError.self) { try Checkpoint(parsing: Array(text.utf8), key: key) }
        }
    }

    @Test("signatures: another key's, another text's, twice, none; strangers' lines are ignored")
    func signatures() throws {
        let (mine, other) = (try Self.signer(1), try Self.signer(2))
        let good = try SignedNote(parsing: Self.checkpoint())
        let foreign = try SignedNote(parsing: Self.checkpoint(seed: 2))
        func code(_ note: SignedNote) -> TransparencyError.Code? {
            do {
                _ = try Checkpoint(parsing: note.encoded, key: mine.verifierKey)
                return nil
            } catch { return error.code }
        }
        #expect(code(good) == nil)
        #expect(code(foreign) == .notSigned)
        #expect(code(SignedNote(text: good.text, signatures: good.signatures + foreign.signatures)) == nil)
        #expect(code(SignedNote(text: good.text, signatures: foreign.signatures + good.signatures)) == nil)
        #expect(code(SignedNote(text: good.text, signatures: good.signatures + good.signatures)) == .malformed)
        let elsewhere = try SignedNote(parsing: Self.checkpoint(size: 6))
        #expect(code(SignedNote(text: good.text, signatures: elsewhere.signatures)) == .badSignature)
        // The name and key identity of the right key over another key's signature.
        let borrowed = SignedNote.Signature(
            name: Self.origin, keyID: mine.verifierKey.keyID, bytes: foreign.signatures.first?.bytes ?? [])
        #expect(code(SignedNote(text: good.text, signatures: [borrowed])) == .badSignature)
        #expect(code(SignedNote(text: good.text, signatures: [borrowed] + good.signatures)) == .malformed)
        for length in [1, 63, 65, 128] {
            let line = SignedNote.Signature(
                name: Self.origin, keyID: mine.verifierKey.keyID, bytes: [UInt8](repeating: 0, count: length))
            #expect(code(SignedNote(text: good.text, signatures: [line])) == .badSignature)
        }
        let many = (0...SignedNote.mostSignatures).map { SignedNote.Signature(name: "w\($0)", keyID: 1, bytes: [1, 2, 3, 4, 5]) }
        #expect(code(SignedNote(text: good.text, signatures: many)) == .malformed)
        #expect(other.verifierKey.keyID != mine.verifierKey.keyID)
    }

    @Test("keys that were mistyped or are no keys are refused")
    func keys() throws {
        let text = try Self.signer().verifierKey.description
        for index in text.indices {
            var changed = text
            changed.replaceSubrange(index...index, with: text[index] == "A" ? "B" : "A")
            if changed.lowercased() != text.lowercased() {
                #expect(throws: TransparencyError.self, "\(changed)") { try VerifierKey(parsing: changed) }
            }
        }
        for bad in [
            "", "+", "++", "a+b+c", "a+00000000+", " \(text)", "\(text) ", "a b" + text, "+" + text, text + "=", "a\u{A0}b+00000000+AQ==",
        ] {
            #expect(throws: TransparencyError.self, "\(bad)") { try VerifierKey(parsing: bad) }
        }
        #expect(throws: TransparencyError.self) { try CheckpointSigner(origin: "with space", privateKey: [UInt8](repeating: 1, count: 32)) }
        #expect(throws: TransparencyError.self) { try CheckpointSigner(origin: "a", privateKey: [1, 2, 3]) }
    }
}
