import Foundation
import Testing

@testable import Depersonalisation

/// Scores the sanitiser on Land Registry's price-paid addresses, whose house (PAON), flat (SAON) and street are known apart.
struct PricePaidTests {
    struct Sale {
        let saon: String, paon: String, street: String, locality: String, town: String, district: String, county: String, postcode: String
    }

    /// Every fourth sale: debug builds must stay quick.
    static func sales() throws -> [Sale] {
        guard let shared = Fixture.shared else { return [] }
        let text = try String(contentsOf: shared.appending(path: "price-paid/manchester-2019.csv"), encoding: .utf8)
        return text.split(whereSeparator: \.isNewline).dropFirst().enumerated().filter { $0.offset % 4 == 0 }.compactMap { _, line in
            let cells = line.components(separatedBy: "\",\"").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "\"")) }
            guard cells.count >= 14 else { return nil }
            return Sale(
                saon: cells[7], paon: cells[8], street: cells[9], locality: cells[10], town: cells[11], district: cells[12],
                county: cells[13],
                postcode: cells[3])
        }
    }

    static let layouts: [(name: String, compose: @Sendable (Sale) -> String, mostSurvivalsIn10000: Int)] = [
        ("every part apart", { join([$0.saon, $0.paon, $0.street, $0.locality, $0.town, $0.postcode], ", ") }, 5),
        ("house and street together", { join([$0.saon, $0.paon + " " + $0.street, $0.locality, $0.town, $0.postcode], ", ") }, 20),
        ("no commas", { join([$0.saon, $0.paon, $0.street, $0.locality, $0.town, $0.postcode], " ") }, 20),
        ("lower case", { join([$0.saon, $0.paon, $0.street, $0.locality, $0.town, $0.postcode], " ").lowercased() }, 20),
        ("capitals", { join([$0.saon, $0.paon + " " + $0.street, $0.town + " " + $0.postcode], ", ").capitalized }, 20),
        (
            "district and county",
            { join([$0.saon, $0.paon, $0.street, $0.locality, $0.town, $0.district, $0.county, $0.postcode], ", ") }, 5
        ),
        ("no town", { join([$0.saon, $0.paon, $0.street, $0.locality, $0.postcode], ", ") }, 10),
        ("street only", { join([$0.saon, $0.paon, $0.street], " ") }, 20),
        ("lines", { join([$0.saon, $0.paon + " " + $0.street, $0.locality, $0.town, $0.postcode], "\n") }, 20),
    ]

    private static func join(_ parts: [String], _ separator: String) -> String { parts.filter { !$0.isEmpty }.joined(separator: separator) }

    private static func words(_ text: String) -> [String: Int] {
        Dictionary(text.uppercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map { (String($0), 1) }, uniquingKeysWith: +)
    }

    @Test(.enabled(if: Fixture.shared != nil), arguments: layouts.map(\.name))
    func streetsStayAndHousesGo(_ name: String) throws {
        let sanitiser = AddressSanitiser(rulePack: try Fixture.rulePack())
        let layout = try #require(Self.layouts.first { $0.name == name })
        let sales = try Self.sales()
        var survivals = 0
        var streets = 0
        for sale in sales {
            sanitiser.sanitise(layout.compose(sale))
            let kept = sanitiser.kept
            // A word of the house's name survives if it is there more often than street, locality and town account for.
            let allowed = Self.words([sale.street, sale.locality, sale.town, sale.district, sale.county].joined(separator: " "))
            let left = Self.words(kept)
            let names = Self.words(sale.saon + " " + sale.paon)
            if names.keys.contains(where: { left[$0, default: 0] > allowed[$0, default: 0] }) { survivals += 1 }
            if kept.contains(sale.street) { streets += 1 }
            // No house number, in any layout, ever.
            let digits = kept.contains(where: \.isNumber) && !sale.street.contains(where: \.isNumber)
            #expect(!digits, "a digit in what is kept of an address on \(sale.street)")
        }
        #expect(sales.count > 3_800)
        #expect(Double(streets) >= 0.99 * Double(sales.count), "\(streets) of \(sales.count) streets kept")
        #expect(survivals * 10_000 <= layout.mostSurvivalsIn10000 * sales.count, "\(survivals) house names survived")
    }
}
