import Depersonalisation
import Foundation
import Guidance
import Register

/// `datapackage.json` of an extract: a Frictionless Data Package that carries marking, conditions and lineage with the records.
struct ExtractDescriptor: Encodable {
    struct Resource: Encodable {
        let profile = "tabular-data-resource"
        let name: String
        let title: String
        let description: String
        let path: String
        let format = "csv"
        let mediatype = "text/csv"
        let encoding = "utf-8"
        let dialect = ["delimiter": ",", "lineTerminator": "\r\n"]
        let schema: Schema
    }
    struct Schema: Encodable {
        let fields: [Column]
        let missingValues = [""]
    }
    struct Column: Encodable {
        let name: String
        let title: String
        let type: String
        let description: String?
    }
    struct Licence: Encodable {
        let name = "restricted-to-signatories"
        let title: String
    }
    struct Lineage: Encodable {
        let supplies: [String]
        let madeWith: [String]
        let rulebook: String
        let question: Question
        let purpose: String
        let purposeCategory: String?
        let releasedTo: String
        let agency: String
        let agreements: [String]
        let released: String
        let records: Int
        let marking: String
        let caveats: [String]
    }
    let profile = "tabular-data-package"
    let name: String
    let title: String
    let created: String
    let licenses: [Licence]
    let resources: [Resource]
    let sharewell: Lineage

    private enum CodingKeys: String, CodingKey {
        case profile, name, title, created, licenses, resources
        case sharewell = "sharewell:extract"
    }

    /// Pretty, with sorted keys.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}

extension ExtractDescriptor.Column {
    /// The Frictionless type of a released field. Dates may be years or months, ages may be bands: both are strings to a strict reader.
    init(_ field: ReleasedField, explanation: String?, isKeyed: Bool) {
        let isCoordinate = field.type == .easting || field.type == .northing
        self.init(
            name: field.name, title: field.title, type: isCoordinate || field.type == .number ? "number" : "string",
            description: field.role == .reference && isKeyed
                ? "Keyed reference: the same for every extract to this agency, of no meaning to anybody else (rule 6)." : explanation)
    }
}

/// The metadata form of §3.4 that goes with an extract, filled in by the hub, as YAML.
struct ExtractForm {
    let lineage: ExtractDescriptor.Lineage
    let type: RecordType
    let suppliers: [String]
    let fields: [ReleasedField]
    let period: String
    let coordinates: String

    var text: String {
        var lines = [
            "# Metadata form (§3.4), filled in by the hub",
            "agency: \(quoted(suppliers.joined(separator: "; ")))",
            "supplier: \(quoted("the partnership's hub, for \(lineage.releasedTo)"))",
            "contact: \(quoted("the Designated Liaison Officer of the agency"))",
            "dataset: \(quoted(type.id.rawValue))",
            "title: \(quoted(type.title))",
            "period: \(quoted(period))",
            "file-format: \(quoted("comma-separated values (RFC 4180), UTF-8"))",
            "record-count: \(lineage.records)",
            "date-supplied: \(quoted(lineage.released))",
            "marking: \(quoted(lineage.marking))",
            "coordinate-method: \(quoted(coordinates))",
            "fields:",
        ]
        for field in fields {
            lines.append("  - name: \(quoted(field.name))")
            lines.append("    explanation: \(quoted(type.field(field.name)?.explanation ?? field.title))")
        }
        lines.append("caveats:")
        lines += lineage.caveats.map { "  - \(quoted($0))" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A YAML double-quoted scalar.
    private func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default: if scalar.value >= 32 { result.unicodeScalars.append(scalar) }
            }
        }
        return "\"\(escaped)\""
    }
}
