import Foundation

/// Every datafield that §3.2 lists, typed from the guidance and not from the rulebook: `the guidance's words => field names`.
enum MinimumDatasets {
    struct Entry: Sendable {
        let section: String
        let recordType: String
        let words: String
        let fields: [String]
    }

    static let entries: [Entry] = {
        var entries: [Entry] = []
        var section = ""
        var recordType = ""
        for line in [first, second, third].joined(separator: "\n").split(separator: "\n") {
            if line.hasPrefix("§") {
                let words = line.split(separator: " ")
                (section, recordType) = (String(words[0]), String(words[1]))
                continue
            }
            guard let arrow = line.range(of: " => ") else { continue }
            entries.append(
                Entry(
                    section: section, recordType: recordType, words: String(line[..<arrow.lowerBound]),
                    fields: line[arrow.upperBound...].split(separator: ",").map { String($0.drop { $0 == " " }) }))
        }
        return entries
    }()
}
