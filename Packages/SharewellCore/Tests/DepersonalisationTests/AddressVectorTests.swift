import Foundation
import Testing

@testable import Depersonalisation

/// Addresses of every kind and what may be left of them. A line is `address | street | locality`; an empty street is a street withheld.
struct AddressVectorTests {
    static let vectors: [(address: String, street: String, locality: String)] = {
        let file = Fixture.repository.appending(path: "Packages/SharewellCore/Tests/Vectors/addresses.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("# ") }.map { line in
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
            return (parts[0].replacingOccurrences(of: "\\n", with: "\n"), parts.count > 1 ? parts[1] : "", parts.count > 2 ? parts[2] : "")
        }
    }()

    @Test func vectorsAreThere() { #expect(Self.vectors.count >= 300) }

    @Test func everyVectorHolds() throws {
        let sanitiser = AddressSanitiser(rulePack: try Fixture.rulePack())
        for vector in Self.vectors {
            sanitiser.sanitise(vector.address)
            #expect(String(decoding: sanitiser.street, as: UTF8.self) == vector.street, "street of \(vector.address)")
            #expect(String(decoding: sanitiser.locality, as: UTF8.self) == vector.locality, "locality of \(vector.address)")
        }
    }

    @Test func digitsComeOutOnlyInOrdinalsAndRoadNumbers() throws {
        let sanitiser = AddressSanitiser(rulePack: try Fixture.rulePack())
        for vector in Self.vectors {
            sanitiser.sanitise(vector.address)
            for word in sanitiser.kept.split(whereSeparator: { " ,/-".contains($0) }) where word.contains(where: \.isNumber) {
                let isOrdinal = ["ST", "ND", "RD", "TH"].contains { word.hasSuffix($0) }
                let isRoad = ["A", "B", "M"].contains(String(word.prefix(1))) && word.dropFirst().allSatisfy(\.isNumber)
                #expect(isOrdinal || isRoad, "\(word) in \(sanitiser.kept)")
            }
        }
    }

    /// Bytes of any kind, seeded: never a trap, never a digit that is not an ordinal's, never a text longer than what came in.
    @Test func anyBytesAreRead() throws {
        let sanitiser = AddressSanitiser(rulePack: try Fixture.rulePack())
        var state: UInt64 = 20_261_124
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        let alphabet = Array("abcXYZ0123456789 ,,,--//..&'()@#\n\u{E9}\u{2019}ROAD STREET FLAT M21 9AB ".utf8)
        for _ in 0..<20_000 {
            let count = Int(next() % 90)
            let bytes = (0..<count).map { _ in next() % 9 == 0 ? UInt8(truncatingIfNeeded: next()) : alphabet[Int(next()) % alphabet.count]
            }
            bytes.withUnsafeBytes { _ = sanitiser.sanitise($0) }
            #expect(sanitiser.street.count <= bytes.count * 2 + 3)
            #expect(sanitiser.townStart <= sanitiser.locality.count)
        }
    }

    @Test func aStoryIsWithheldWhole() throws {
        let sanitiser = AddressSanitiser(rulePack: try Fixture.rulePack())
        sanitiser.sanitise([String](repeating: "victim said HIGH STREET and", count: 40).joined(separator: " "))
        #expect(sanitiser.kept.isEmpty)
        #expect(sanitiser.reasons.contains(.tooLong))
    }

    @Test(arguments: [
        ("12 High St, Luton, lu12ab", "LU12AB"), ("12 High St, Luton LU1 2AB", "LU12AB"), ("12 High St, Luton, LU1", nil),
        ("12 High St, Luton, LU1 5ST", "LU15ST"), ("12 High St, Luton, LU1 2ND", "LU12ND"), ("12 High St, Luton, LU1 4TH", "LU14TH"),
        ("12 High St, Luton, LU1 3RD", "LU13RD"),
    ])
    func postcodesAreFoundAndNeverKeptAsText(_ address: String, _ postcode: String?) throws {
        let sanitiser = AddressSanitiser(rulePack: try Fixture.rulePack())
        sanitiser.sanitise(address)
        #expect(sanitiser.postcode == postcode)
        #expect(sanitiser.kept == "HIGH ST, LUTON")
        #expect((sanitiser.packedPostcode != nil) == (postcode != nil))
    }
}
