import Testing

@testable import Guidance

/// Names as people write them, and what they most likely meant.
@Suite("Names as people write them")
struct NameTests {
    @Test(
        "capitals, spaces, underscores, apostrophes and what stands in parentheses make no difference",
        arguments: [
            ("Police Force", "police-force"), ("police_force", "police-force"), ("  Primary Care Trust (England) ", "primary-care-trust"),
            ("Hospital A & E department", "hospital-a-and-e-department"), ("Person’s health", "persons-health"), ("(all) of (it", "of"),
            ("", ""), (")(", ""),
        ])
    func folded(name: String, expected: String) { #expect(Spelling.folded(name) == expected) }

    static let candidates = [
        ("information-about-victim", ["information-about-victim", "victim"]), ("information-about-witness", ["information-about-witness"]),
        ("consent-given", ["consent-given", "has-consented"]), ("consent-refused", ["consent-refused"]),
        ("caldicott-guardian-consulted", ["caldicott-guardian-consulted", "The Caldicott Guardian was consulted"]),
        ("information-is-accurate", ["information-is-accurate"]),
    ].map { (id: $0.0, names: $0.1) }

    @Test(
        "a slip of the pen means one name; otherwise those that share the rarest words, likeliest first; nothing shared means none",
        arguments: [
            ("consent-givn", ["consent-given"]), ("victm", ["information-about-victim"]),
            ("about the victim", ["information-about-victim"]),
            ("consent", ["consent-given", "consent-refused"]), ("guardian informed", ["caldicott-guardian-consulted"]), ("weather", []),
            ("", []),
        ])
    func likeliest(name: String, expected: [String]) {
        #expect(Spelling.likeliest(name, among: Self.candidates) == expected)
        #expect(Spelling.likeliest(name, among: Self.candidates.reversed()) == expected, "whatever their order")
    }

    @Test("no more are offered than asked for, and a name of any length takes no time")
    func bounded() {
        #expect(Spelling.likeliest("information consent guardian", among: Self.candidates, most: 2).count == 2)
        #expect(Spelling.likeliest(String(repeating: "consent ", count: 10_000), among: Self.candidates).isEmpty)
    }
}
