import Guidance
import Places
import Testing

@testable import Depersonalisation

@Suite("Numbered addresses are read by their words alone")
struct NumberedAddressTests {
    private func split(_ text: String) -> (words: String, postcode: String?)? {
        var text = text
        return text.withUTF8 { bytes in
            let raw = UnsafeRawBufferPointer(bytes)
            return NumberedAddress(raw).map {
                (String(decoding: raw[$0.words], as: UTF8.self), $0.postcode.map { Postcode($0).description })
            }
        }
    }

    @Test("number, words, postcode")
    func form() throws {
        let whole = try #require(split("68 Station Way, Luton, LU1 2AB"))
        #expect(whole.words == "Station Way, Luton")
        #expect(whole.postcode == "LU1 2AB")
        let bare = try #require(split("7 High Street"))
        #expect(bare.words == "High Street")
        #expect(bare.postcode == nil)
    }

    @Test(
        "every other form is read in full",
        arguments: [
            "", "68", "68 ", "68A Station Way", "12-14 High Street", "Flat 3, 12 High Street", "12345 High Street", "12 1st Avenue",
            "12  High Street",
            "High Street", "12 High Street, M60", "12/14 High Street", "12 High Street LU1 2AB", "1 Rue de l’Église", "12\tHigh Street",
        ])
    func others(text: String) { #expect(split(text) == nil) }

    @Test("what stays does not depend on the number or on the postcode")
    func invariant() throws {
        let sanitiser = AddressSanitiser(rulePack: try Fixture.rulePack())
        let words = [
            "High Street, Luton", "The Green, Toddington, Dunstable", "St. John's Road", "Broadway",
            "Rose Cottage, Mill Lane, Barton-le-Clay",
            "Holly Court, Station Road, Leeds", "The Old Rectory, Church End", "Deansgate, Manchester", "Heol y Bont, Cardiff",
            "Strand, London",
            "Somewhere Nobody Knows", "Market Place, Hitchin, Hertfordshire", "North Street", "Court House, Court Road",
            "First Avenue, Luton",
            "Rear of the Swan, Bridge Street", "Mews Cottage, The Mews, Bath", "Junction of Park Street and Castle Street, Luton",
        ]
        for text in words {
            var seen: Set<String> = []
            for number in ["1", "9", "27", "100", "308", "1500", "9999"] {
                for postcode in ["LU1 2AB", "M60 1NW", "EC1A 1BB"] {
                    sanitiser.sanitise("\(number) \(text), \(postcode)")
                    seen.insert(
                        String(decoding: sanitiser.street + [124] + sanitiser.locality + [124], as: UTF8.self) + "\(sanitiser.townStart)")
                }
            }
            #expect(seen.count == 1, "\(text): \(seen.count) readings")
        }
    }
}
