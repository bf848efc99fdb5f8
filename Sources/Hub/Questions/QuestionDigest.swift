import Crypto
import Foundation
import Storage

/// What stands in the ledger for a question: filters may hold values that must not stand there.
///
/// The ledger leaves the hub, and fields and purpose stand in it in clear. A plain hash of a question could be found out by trying every
/// postcode or reference; this one takes a key that never leaves the vault.
struct QuestionDigest {
    private let key: SymmetricKey

    /// With the key in that vault.
    init(_ vault: KeyVault) throws { key = try vault.derivedKey("sharewell question digest/v1") }

    /// HMAC-SHA-256 of the question as JSON with sorted keys, hexadecimal.
    func of(_ question: Question) throws -> String { try digest(question) }

    /// The same of several that were answered at once, in that way.
    func of(_ kind: String, _ questions: [Question]) throws -> String { try digest([kind: questions]) }

    private func digest(_ asked: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return HMAC<SHA256>.authenticationCode(for: try encoder.encode(asked), using: key).hexadecimal
    }
}
