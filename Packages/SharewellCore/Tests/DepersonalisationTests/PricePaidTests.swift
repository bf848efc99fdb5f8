import Foundation
import Tables
import Testing

@testable import Depersonalisation

/// Scores the sanitiser on Land Registry's price-paid addresses, whose house (PAON), flat (SAON) and street are known apart.
struct PricePaidTests {
    struct Sale {
        let saon: String, paon: String, street: String, locality: String, town: String, district: String, county: String, postcode: String
    }

    /// The 500 addresses of the repository, and where the whole year is at hand every sixteenth of it: debug builds must stay quick.
    static func sales() throws -> [Sale] {
        let samples = Fixture.repository.appending(path: "Samples/price-paid/manchester-2019-addresses.csv")
        var sales = try rows(samples).map { cells in
            Sale(
                saon: cells[1], paon: cells[2], street: cells[3], locality: cells[4], town: cells[5], district: cells[6], county: cells[7],
                postcode: cells[0])
        }
        if let shared = Fixture.shared {
            for (index, cells) in try rows(shared.appending(path: "price-paid/manchester-2019.csv")).enumerated() where index % 16 == 0 {
                sales.append(
                    Sale(
                        saon: cells[7], paon: cells[8], street: cells[9], locality: cells[10], town: cells[11], district: cells[12],
                        county: cells[13], postcode: cells[3]))
            }
        }
        return sales
    }

    private static func rows(_ file: URL) throws -> [[String]] {
        let bytes = [UInt8](try Data(contentsOf: file))
        let (layout, _) = try LayoutDetector.detect(bytes, isWhole: true, knownHeaders: ["paon", "saon", "street"])
        var splitter = RecordSplitter(layout: layout, chunkBytes: 1 << 20)
        let parser = TableParser(layout: layout)
        return try (splitter.push(bytes) + splitter.finish()).flatMap { chunk in
            let table = try parser.parse(chunk)
            return (0..<table.rowCount).map { row in table.columns.map { Released.text($0, row) } }
        }
    }

    static let layouts: [(name: String, compose: @Sendable (Sale) -> String)] = [
        ("every part apart", { join([$0.saon, $0.paon, $0.street, $0.locality, $0.town, $0.postcode], ", ") }),
        ("house and street together", { join([$0.saon, $0.paon + " " + $0.street, $0.locality, $0.town, $0.postcode], ", ") }),
        ("no commas", { join([$0.saon, $0.paon, $0.street, $0.locality, $0.town, $0.postcode], " ") }),
        ("lower case", { join([$0.saon, $0.paon, $0.street, $0.locality, $0.town, $0.postcode], " ").lowercased() }),
        ("capitals", { join([$0.saon, $0.paon + " " + $0.street, $0.town + " " + $0.postcode], ", ").capitalized }),
        (
            "district and county",
            { join([$0.saon, $0.paon, $0.street, $0.locality, $0.town, $0.district, $0.county, $0.postcode], ", ") }
        ),
        ("no town", { join([$0.saon, $0.paon, $0.street, $0.locality, $0.postcode], ", ") }),
        ("street only", { join([$0.saon, $0.paon, $0.street], " ") }),
        ("lines", { join([$0.saon, $0.paon + " " + $0.street, $0.locality, $0.town, $0.postcode], "\n") }),
    ]

    private static func join(_ parts: [String], _ separator: String) -> String { parts.filter { !$0.isEmpty }.joined(separator: separator) }

    private static func words(_ text: String) -> [String: Int] {
        Dictionary(text.uppercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map { (String($0), 1) }, uniquingKeysWith: +)
    }

    @Test(arguments: layouts.map(\.name))
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
        #expect(sales.count >= 500)
        #expect(Double(streets) >= 0.985 * Double(sales.count), "\(streets) of \(sales.count) streets kept")
        #expect(survivals == 0, "\(survivals) house names survived")
    }
}
