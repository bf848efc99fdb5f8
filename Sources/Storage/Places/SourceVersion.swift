import Crypto
import Foundation
import Places

/// Versions of sources, as publishers write them.
enum SourceVersion {
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// `…_MAY22_…`, `ONSPD_NOV_2025_UK`, `codepo_gb_2025-05`, `2025-05`: the month as `2025-05`; nil if the name has none.
    static func from(fileName: String) -> String? {
        let name = fileName.lowercased()
        let parts = name.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        for (index, part) in parts.enumerated() {
            guard let month = months.firstIndex(where: part.hasPrefix) else {
                if let year = year(part), index + 1 < parts.count, let number = Int(parts[index + 1].prefix(2)), (1...12).contains(number) {
                    return text(year, number)
                }
                continue
            }
            let letters = part.prefix { $0.isLetter }
            let full = [
                "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
            ]
            guard letters.count == 3 || letters == full[month] else { continue }
            let behind = String(part.dropFirst(letters.count))
            if let year = year(behind) { return text(year, month + 1) }
            if behind.isEmpty, index + 1 < parts.count, let year = year(parts[index + 1]) { return text(year, month + 1) }
        }
        return nil
    }

    private static func year(_ text: String) -> Int? {
        guard text.allSatisfy(\.isNumber), let number = Int(text) else { return nil }
        if text.count == 2 { return 2000 + number }
        return text.count == 4 && (1990...2100).contains(number) ? number : nil
    }
    private static func text(_ year: Int, _ month: Int) -> String { "\(year)-" + (month < 10 ? "0\(month)" : "\(month)") }

    /// Year of a version such as `2025.2.0` or `2022-05`, for area codes whose header names no vintage.
    static func vintage(_ version: String) -> String {
        let first = version.prefix { $0.isNumber }
        return first.count == 4 ? String(first) : ""
    }

    /// One digest for several files.
    static func digest(_ digests: [String]) -> String {
        SHA256.hash(data: Data(digests.joined(separator: "\n").utf8)).hexadecimal
    }
}

/// What Code-Point Open's metadata.txt says of the product.
struct ProductNotes {
    /// `2025.2.0`.
    private(set) var version: String?
    /// Month the addresses were taken from Royal Mail, or of the copyright.
    private(set) var month: MonthNumber?
    /// Units in all areas together.
    private(set) var count = 0

    mutating func read(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if parts.count == 2 {
                switch parts[0].uppercased() {
                case "DATASET VERSION NUMBER": version = String(parts[1].prefix(40))
                case "RM UPDATE DATE", "ROYAL MAIL UPDATE DATE": month = MonthNumber(parts[1]) ?? month
                case "COPYRIGHT DATE": month = month ?? MonthNumber(parts[1])
                default: break
                }
            } else {
                let words = line.split(whereSeparator: \.isWhitespace)
                if words.count == 2, words[0].count <= 2, let units = Int(words[1]) { count += units }
            }
        }
    }
}
