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
        let secret = SymmetricKey(data: try vault.open(.referenceKey))
        let key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: secret, salt: Data(), info: Data("sharewell recipient reference/v1/\(agency)".utf8), outputByteCount: 32)
        keyed = HMAC<SHA256>(key: key)
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

extension Hub {
    /// The agency a recipient acts for.
    func agency(of recipient: PersonID) throws(HubError) -> AgencyID {
        guard let agency = state.people[recipient]?.agency else { throw HubError.unknownSupplier }
        return agency
    }
}
