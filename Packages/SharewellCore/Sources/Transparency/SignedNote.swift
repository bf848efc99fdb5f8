/// A text and the signatures under it, in the form of c2sp.org/signed-note.
public struct SignedNote: Sendable, Hashable {
    /// One signature line. Nothing about it is checked until a key verifies it.
    public struct Signature: Sendable, Hashable {
        /// Name of the key.
        public let name: String
        /// The key's short identity: says which key, proves nothing.
        public let keyID: UInt32
        /// The signature itself.
        public let bytes: [UInt8]
        /// Makes a line.
        public init(name: String, keyID: UInt32, bytes: [UInt8]) {
            self.name = name
            self.keyID = keyID
            self.bytes = bytes
        }
    }

    /// Longest note read, in bytes.
    public static let longest = 1 << 18
    /// Most signature lines read.
    public static let mostSignatures = 100

    /// What is signed, with its final newline.
    public let text: String
    /// The lines under it.
    public let signatures: [Signature]

    /// Puts a note together. `text` ends with a newline.
    public init(text: String, signatures: [Signature]) {
        self.text = text
        self.signatures = signatures
    }

    /// Reads a note. Refuses carriage returns and other control characters, text that is not UTF-8, and base64 that is not canonical.
    public init(parsing bytes: [UInt8]) throws(TransparencyError) {
        guard bytes.count <= Self.longest else { throw .malformed("The signed note is longer than \(Self.longest) bytes.") }
        if bytes.contains(0x0D) {
            throw .malformed("The signed note has carriage returns: it was changed on its way, by an editor or by mail.")
        }
        guard !bytes.contains(where: { $0 < 0x20 && $0 != 0x0A }), bytes.last == 0x0A, let whole = String(validating: bytes, as: UTF8.self)
        else { throw .malformed("The signed note is not plain UTF-8 text that ends with a newline.") }
        // The signatures follow the last empty line.
        var split: Int?
        for index in stride(from: bytes.count - 2, through: 0, by: -1) where bytes[index] == 0x0A && bytes[index + 1] == 0x0A {
            split = index + 1
            break
        }
        guard let split, split + 1 < bytes.count else { throw .malformed("The signed note has no signature under it.") }
        let view = whole.utf8
        let textEnd = view.index(view.startIndex, offsetBy: split)
        let lines = whole[view.index(after: textEnd)...].dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count <= Self.mostSignatures else { throw .malformed("The signed note has over \(Self.mostSignatures) signatures.") }
        text = String(whole[..<textEnd])
        var signatures: [Signature] = []
        for (number, line) in lines.enumerated() {
            guard let signature = Signature(line: line) else {
                throw .malformed("Signature line \(number + 1) of the note is not in the form of a signed note.")
            }
            signatures.append(signature)
        }
        self.signatures = signatures
    }

    /// The note as it is written to a file.
    public var encoded: [UInt8] {
        var note = text + "\n"
        for signature in signatures {
            let keyID = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: signature.keyID >> UInt32($0)) }
            note += "— \(signature.name) \(Base64.encode(keyID + signature.bytes))\n"
        }
        return Array(note.utf8)
    }

    /// True if the text may name a key: not empty, no spaces of any script, no plus.
    public static func isKeyName(_ name: some StringProtocol) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20 && $0.value != 0x7F }
    }
}

extension SignedNote.Signature {
    /// `— name base64`, with one space between.
    init?(line: Substring) {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, Array(parts[0].utf8) == [0xE2, 0x80, 0x94], SignedNote.isKeyName(parts[1]),
            let bytes = Base64.decode(parts[2]), bytes.count > 4
        else { return nil }
        self.init(
            name: String(parts[1]), keyID: bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }, bytes: Array(bytes.dropFirst(4)))
    }
}
