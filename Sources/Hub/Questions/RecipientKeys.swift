import Crypto
import Foundation
import Register
import Storage

/// Keyed references for one recipient agency (rule 6): the same reference always becomes the same text for that agency, another text for
/// another, and nobody but the hub can turn it back.
struct RecipientKeys: Sendable {
    private let keyed: HMAC<SHA256>

    /// For that agency; the secret is sealed in the vault.
    init(agency: AgencyID, vault: KeyVault) throws {
        keyed = HMAC<SHA256>(key: try vault.derivedKey("sharewell recipient reference/v1/\(agency)"))
    }

    /// The key begun for a field, for many references one after another.
    struct Begun: Sendable {
        fileprivate let code: HMAC<SHA256>

        /// The form of a reference; missing has one of its own, which is nobody's.
        func form(of reference: UnsafeRawBufferPointer) -> KeyedForm {
            if reference.isEmpty { return KeyedForm(high: 0, low: 0) }
            var code = code
            code.update(data: reference)
            return code.finalize().withUnsafeBytes { bytes in
                KeyedForm(
                    high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                    low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
            }
        }
    }

    func begun(for field: String) -> Begun {
        var code = keyed
        code.update(data: Data("\(field)\u{0}".utf8))
        return Begun(code: code)
    }

    /// 128 bits of HMAC-SHA-256 over the field's name and the reference, as 32 hexadecimal digits; missing stays missing.
    ///
    /// Record types that share a reference field share its keyed form, so that linked files stay linked.
    func keyed(_ reference: UnsafeRawBufferPointer, of field: String) -> [UInt8] {
        if reference.isEmpty { return [] }
        var code = keyed
        code.update(data: Data("\(field)\u{0}".utf8))
        code.update(data: reference)
        return code.finalize().prefix(16).hexadecimalBytes
    }

    /// The same of a reference as text.
    func keyed(_ reference: String, of field: String) -> String {
        String(decoding: Array(reference.utf8).withUnsafeBytes { keyed($0, of: field) }, as: UTF8.self)
    }
}

extension KeyVault {
    /// A key for one purpose, derived from the secret of the references by HKDF-SHA-256 (RFC 5869).
    func derivedKey(_ purpose: String) throws -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: try open(.referenceKey)), salt: Data(), info: Data(purpose.utf8), outputByteCount: 32)
    }
}
