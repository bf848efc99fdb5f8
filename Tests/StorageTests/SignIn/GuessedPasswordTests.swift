import Storage
import Testing

@Suite("Passwords that are guessed first")
struct GuessedPasswordTests {
    @Test(
        "are told",
        arguments: [
            "password1234", "Passw0rd1234", "P@ssword2026!", "qwertyuiop12", "asdfghjkl;12", "letmein12345", "aaaaaaaaaaaa",
            "administrator",
            "liverpool2024", "123456789012", "abcdefghijkl", "summersummer99", "0987654321ab", "!!!!!!!!!!!!1",
        ])
    func weak(_ password: String) {
        let common = GuessedPasswords()
        #expect(common.isReady)
        #expect(common.weakness(of: password) != nil)
    }

    @Test(
        "and others are not",
        arguments: ["purple otter bridge", "tea-kettle-violin", "Xk7#pQ2vLw9z", "corridor mango 41 stairs", "ffordd y bryniau"])
    func strong(_ password: String) { #expect(GuessedPasswords().weakness(of: password) == nil) }
}
