/// What removable media are encrypted to: "a standard of at least FIPS 140-2 or equivalent, in addition to being protected by an authentication
/// mechanism" (§4.3.4). What the hub writes to them is an encrypted container that opens with a passphrase alone.
public enum EncryptionStandard: String, Sendable, Codable, CaseIterable {
    /// A module validated under FIPS 140-2.
    case fips1402 = "fips-140-2"
    /// Its successor, FIPS 140-3.
    case fips1403 = "fips-140-3"
    /// ISO/IEC 19790, the international form of the same requirements.
    case iso19790 = "iso-19790"
    /// Approved by the national technical authority for information assurance for the marking carried.
    case nationalAuthority = "national-authority-approved"
}
