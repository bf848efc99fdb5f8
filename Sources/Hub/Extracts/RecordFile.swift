import Archive
import Foundation
import Guidance
import Places
import Register
import Storage

/// One file of records in a form other than the data package, written beside its final place.
struct RecordFile {
    let format: ExtractFormat
    let held: HeldRecords
    let converter: (any CoordinateConverting)?
    let file: URL
    /// Marking and what binds whoever has it, which stand in the file.
    let marking: String

    private var isNumber: [Bool] { held.fields.map { [.number, .easting, .northing].contains($0.type) } }
    private var columns: [(name: String, isNumber: Bool)] { zip(held.fields.map(\.name), isNumber).map { ($0, $1) } }

    /// Where the co-ordinates of the main place stand among the fields.
    private var place: (easting: Int, northing: Int)? {
        guard let place = held.type.place, let east = held.fields.firstIndex(where: { $0.name == "\(place)_easting" }),
            let north = held.fields.firstIndex(where: { $0.name == "\(place)_northing" })
        else { return nil }
        return (east, north)
    }

    /// Writes every record that `blocks` gives, and what goes with them once it is known how many there are.
    func write(
        at: String, blocks: (_ take: ([[String]]) throws -> Void) throws -> Void,
        finish: () throws -> (lineage: String, lines: [(text: String, isHeading: Bool)])
    ) throws {
        switch format {
        case .package: preconditionFailure("a data package is written into a folder")
        case .workbook:
            let workbook = try WorkbookFile(file, marking: marking, columns: columns)
            try blocks { for record in $0 { try workbook.add(record) } }
            try workbook.close(cover: finish().lines)
        case .geoPackage:
            let layer = try GeoPackageFile(
                file, table: held.type.id.rawValue.replacing("-", with: "_"), title: held.type.title,
                explanation: "\(marking). \(held.type.explanation)",
                columns: columns, at: at)
            let isNumber = isNumber
            try blocks { records in
                for (record, point) in zip(records, points(of: records)) {
                    try layer.add(point.map { ($0.longitude, $0.latitude) }, record, isNumber: isNumber)
                }
            }
            try layer.close(metadata: finish().lineage)
        case .geoJSON:
            let text = try TextFile(file)
            try text.write("{\"type\":\"FeatureCollection\",\"sharewell:marking\":\(JSONText.quoted(marking)),\"features\":[")
            var isFirst = true
            try blocks { records in
                var part = ""
                for (record, point) in zip(records, points(of: records)) {
                    part += isFirst ? "\n" : ",\n"
                    isFirst = false
                    part += feature(record, point)
                }
                try text.write(part)
            }
            try text.write("\n],\"sharewell:extract\":\(finish().lineage)}\n")
            try text.close()
        }
    }

    private func points(of records: [[String]]) -> [GeographicPoint?] {
        guard let place, let converter else { return records.map { _ in nil } }
        let grid = records.map { record in
            Double(record[place.easting]).flatMap { east in
                Double(record[place.northing]).map { GridPoint(easting: east, northing: $0) }
            } ?? GridPoint(easting: .nan, northing: .nan)
        }
        return converter.geographic(batch: grid)
    }

    private func feature(_ record: [String], _ point: GeographicPoint?) -> String {
        let geometry = point.map { "{\"type\":\"Point\",\"coordinates\":[\(Self.degrees($0.longitude)),\(Self.degrees($0.latitude))]}" }
        let properties = zip(columns, record).map { column, value in
            let number = column.isNumber ? Double(value).map { "\($0)" } : nil
            return "\(JSONText.quoted(column.name)):\(value.isEmpty ? "null" : number ?? JSONText.quoted(value))"
        }
        return "{\"type\":\"Feature\",\"geometry\":\(geometry ?? "null"),\"properties\":{\(properties.joined(separator: ","))}}"
    }

    /// Six places: a tenth of a metre, as RFC 7946 advises.
    static func degrees(_ value: Double) -> String {
        let millionths = Int((value * 1_000_000).rounded())
        let (whole, rest) = (abs(millionths) / 1_000_000, String(abs(millionths) % 1_000_000))
        return "\(millionths < 0 ? "-" : "")\(whole).\(String(repeating: "0", count: 6 - rest.count))\(rest)"
    }
}
