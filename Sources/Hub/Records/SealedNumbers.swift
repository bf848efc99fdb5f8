import Crypto
import Foundation
import Storage

/// Numbers that leave the hub as a text that says nothing: names of records, and where a list goes on.
///
/// The same numbers make the same text for the same agency, and other texts for others, so that what two agencies were given cannot be laid side
/// by side by it. AES-GCM under a key of the vault, with a nonce made of what is sealed (as in RFC 5297): nobody else can make one that opens.
struct SealedNumbers {
    private let nonces: SymmetricKey, key: SymmetricKey
    private static let nonceBytes = 12

    /// `purpose` keeps texts of one kind from being taken for those of another.
    init(for purpose: String, vault: KeyVault) throws {
        nonces = try vault.derivedKey("sharewell sealed numbers/v1/nonce/\(purpose)")
        key = try vault.derivedKey("sharewell sealed numbers/v1/key/\(purpose)")
    }

    /// The text of those numbers, for an address.
    func seal(_ numbers: [UInt32]) throws -> String {
        let plain = Data(numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } })
        let nonce = try AES.GCM.Nonce(data: Data(HMAC<SHA256>.authenticationCode(for: plain, using: nonces)).prefix(Self.nonceBytes))
        let box = try AES.GCM.seal(plain, using: key, nonce: nonce)
        return (Array(nonce) + Array(box.ciphertext) + Array(box.tag)).base64URL
    }

    /// The numbers of a text sealed here; nil for any other.
    func open(_ text: String) -> [UInt32]? {
        guard text.utf8.count < 200, let bytes = [UInt8](base64URL: text), let box = try? AES.GCM.SealedBox(combined: bytes),
            let plain = try? AES.GCM.open(box, using: key), plain.count % 4 == 0
        else { return nil }
        let opened = Array(plain)
        return stride(from: 0, to: opened.count, by: 4).map { start in opened[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) } }
    }
}
