import Testing

@testable import Sealing

@Suite("Signing in")
struct SignInTests {
    /// RFC 6238, appendix B, SHA-1: the last six of its eight digits.
    static let vectors: [(seconds: Int64, code: String)] = [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"), (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ]
    static let secret = Array("12345678901234567890".utf8)

    @Test("one-time codes are those of RFC 6238")
    func codes() {
        for vector in Self.vectors {
            #expect(String(decoding: OneTimeCode.code(Self.secret, step: vector.seconds / 30), as: UTF8.self) == vector.code)
            var code = OneTimeCode(secret: Self.secret)
            let isTaken = code.take(vector.code, at: vector.seconds)
            #expect(isTaken)
        }
    }

    @Test("a code is taken once, one step early or late, and never an older one after it")
    func replay() {
        let now: Int64 = 1_111_111_111
        func text(_ step: Int64) -> String { String(decoding: OneTimeCode.code(Self.secret, step: step), as: UTF8.self) }
        var code = OneTimeCode(secret: Self.secret)
        let steps = [-2, 2, 0, 0, -1, 1].map { code.take(text(now / 30 + $0), at: now) }
        #expect(steps == [false, false, true, false, false, true])
        let wrong = ["", "12345", "1234567", "12345a", "０５０４７１"].map { code.take($0, at: now) }
        #expect(!wrong.contains(true))
    }

    @Test("base32 is that of RFC 4648")
    func base32() {
        let vectors = ["": "", "f": "MY", "fo": "MZXQ", "foo": "MZXW6", "foob": "MZXW6YQ", "fooba": "MZXW6YTB", "foobar": "MZXW6YTBOI"]
        for (plain, encoded) in vectors { #expect(Base32.encode(Array(plain.utf8)) == encoded) }
    }

    @Test("a password is recognised, another is not, and what is kept does not hold it")
    func password() throws {
        let verifier = try PasswordVerifier(of: "caf\u{E9} at the corner", salt: Fixed.bytes(16, 3))
        #expect(verifier.matches("caf\u{E9} at the corner"))
        #expect(verifier.matches("cafe\u{301} at the corner"))
        #expect(!verifier.matches("cafe at the corner"))
        #expect(verifier.rounds == 600_000)
        #expect(verifier.derived.count == 32)
        #expect(try PasswordVerifier(of: "caf\u{E9} at the corner", salt: Fixed.bytes(16, 4)).derived != verifier.derived)
    }
}
