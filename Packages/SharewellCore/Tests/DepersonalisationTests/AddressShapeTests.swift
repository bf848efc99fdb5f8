import Guidance
import Places
import Testing

@testable import Depersonalisation

@Suite("Addresses of one shape keep the same")
struct AddressShapeTests {
    private func shape(_ text: String) -> (words: String, postcode: String?)? {
        var text = text
        var shape = [UInt8](repeating: 0, count: AddressShape.room)
        let (length, postcode) = text.withUTF8 { bytes in
            shape.withUnsafeMutableBytes { AddressShape.write(UnsafeRawBufferPointer(bytes), to: $0) }
        }
        guard length > 0 else { return nil }
        return (String(decoding: shape[..<length], as: UTF8.self), postcode.map { Postcode($0).description })
    }

    @Test("numbers are made the same, the postcode is cut off and leaves a mark")
    func form() throws {
        let whole = try #require(shape("68 Station Way, Luton, LU1 2AB"))
        #expect(whole.words == "0 Station Way, Luton\u{1}")
        #expect(whole.postcode == "LU1 2AB")
        let flat = try #require(shape("Flat 3B, 12A High Street"))
        #expect(flat.words == "Flat 0B, 0A High Street")
        #expect(flat.postcode == nil)
        #expect(try #require(shape("High Street")).words == "High Street")
    }

    @Test(
        "what holds anything but words and house numbers has no shape",
        arguments: [
            "", "12-14 High Street", "12345 High Street", "0123 High Street", "12 1st Avenue", "12AB High Street", "12 High Street, M60",
            "A6 London Road", "12/14 High Street", "12 High Street LU1 2AB", "1 Rue de l’Église", "12\tHigh Street", "7@home", "Plot #4",
            "12A3 High Street", String(repeating: "Long ", count: 30),
        ])
    func others(text: String) { #expect(shape(text) == nil) }

    private static let numbers = ["1", "9", "27", "100", "308", "1500", "9999"]
    private static let forms = [
        "# High Street, Luton", "# The Green, Toddington, Dunstable", "# St. John's Road", "#B Broadway", "Flat #, # Oak Court, Keighley",
        "# Rose Cottage, Mill Lane, Barton-le-Clay", "Unit #C, Holly Court, Station Road, Leeds", "# The Old Rectory, Church End",
        "# Deansgate, Manchester", "# Heol y Bont, Cardiff", "# Strand, London", "# Somewhere Nobody Knows", "High Street #, Chorlton",
        "# Market Place, Hitchin, Hertfordshire", "# North Street", "#, Court House, Court Road", "First Floor Flat #, # First Avenue",
        "Rear of # the Swan, Bridge Street", "# Mews Cottage, The Mews, Bath", "Junction of # Park Street and Castle Street, Luton",
        "House #, Rose House # High Street", "# A High Street", "#, #, High Street", "# to # High Street", "Plot # No # The Close",
    ]

    @Test("what stays does not depend on the numbers or on the postcode", arguments: forms)
    func invariant(form: String) throws {
        let sanitiser = AddressSanitiser(rulePack: try Fixture.rulePack())
        var seen: [String: Set<String>] = [:]
        for (position, number) in Self.numbers.enumerated() {
            for postcode in [", LU1 2AB", ", M60 1NW", ", EC1A 1BB", ""] {
                let pieces = form.split(separator: "#", omittingEmptySubsequences: false)
                var text = String(pieces[0])
                for (index, piece) in pieces.dropFirst().enumerated() {
                    text += (index == 0 ? number : Self.numbers[(position + index * 3) % Self.numbers.count]) + piece
                }
                let address = text + postcode
                let words = try #require(shape(address)).words
                sanitiser.sanitise(address)
                seen[words, default: []].insert(
                    String(decoding: sanitiser.street + [124] + sanitiser.locality + [124], as: UTF8.self) + "\(sanitiser.townStart)")
            }
        }
        #expect(seen.count == 2)
        for readings in seen.values { #expect(readings.count == 1) }
    }
}
