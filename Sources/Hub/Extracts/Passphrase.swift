/// A passphrase for an encrypted extract: 130 random bits in six groups that can be read over a telephone.
struct Passphrase {
    let text: String

    /// Crockford's base 32 without letters that are mistaken for digits.
    init() {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
        var generator = SystemRandomNumberGenerator()
        let letters = (0..<26).map { _ in alphabet[Int.random(in: 0..<32, using: &generator)] }
        text = stride(from: 0, to: 26, by: 5).map { String(letters[$0..<min($0 + 5, 26)]) }.joined(separator: "-")
    }
}
