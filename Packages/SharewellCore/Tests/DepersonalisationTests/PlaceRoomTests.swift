import Foundation
import Guidance
import Places
import Tables
import Testing

@testable import Depersonalisation

/// A table of places that makes room between batches says the same of every record.
@Suite struct PlaceRoomTests {
    /// Points that never come again beside postcodes that do, batch by batch.
    @Test func recordsKeepTheSamePlaceHoweverOftenRoomIsMade() throws {
        let places = try DepersonaliserTests.Places()
        let pipeline = try Pipeline("police-recorded-crime-offence", places.rulebook)
        var csv = "crime_reference_number,offence_address,offence_easting,offence_northing\n"
        for (index, row) in DepersonaliserTests.offences(900).enumerated() {
            csv +=
                index % 2 == 0
                ? "\(row.reference),\"\(row.address)\",,\n" : "\(row.reference),,\(381_000 + index * 7),\(391_000 + index * 3)\n"
        }
        let tables = try pipeline.validated(csv, chunkBytes: 4000)
        func released(pointLimit: Int?) -> (Released, Depersonaliser) {
            let worker = Depersonaliser(
                recordType: pipeline.recordType, rulePack: places.pack, rulebook: places.rulebook, ladder: places.ladder, snappedTo: 8,
                classes: nil, linked: nil, today: 2026_11_24)
            if let pointLimit { for group in worker.groups { group.table.pointLimit = pointLimit } }
            var output = Released()
            for table in tables { output.add(worker.depersonalise(table)) }
            return (output, worker)
        }
        let (plain, kept) = released(pointLimit: nil), (emptied, small) = released(pointLimit: 10)
        #expect(kept.groups[0].table.rungs.count > 450)
        let left = small.groups[0].table
        #expect(left.rungs.filter { $0 == .snapped }.count < 100 && left.rungs.count < kept.groups[0].table.rungs.count - 300)
        #expect(plain.rows == emptied.rows)
        #expect(Set(plain.rows.compactMap { $0["offence_rung"] }).isSuperset(of: ["snapped", "postcode"]))
        #expect(kept.report == small.report)
    }

    @Test func whatIsKeptSaysWhatItSaidAndWhatWasDroppedIsMetAnew() throws {
        let table = PlaceTable()
        table.pointLimit = 2
        func point(_ metres: Double) -> PlaceTable.Entry {
            .init(label: "\(metres) 1 exact", rung: .exact, ward: "W\(metres)", point: GridPoint(easting: metres, northing: 1))
        }
        let early = table.code(point(1))
        let unit = table.code(.init(label: "M1 1AA", rung: .postcode, sector: "M1 1", outward: "M1", district: "D"))
        _ = table.code(point(2))
        guard case .all = table.makeRoom() else { return #expect(Bool(false), "two points fit") }
        let sector = table.coarser(unit, steps: 1)
        let late = table.code(point(3))
        guard case .others(let now) = table.makeRoom() else { return #expect(Bool(false), "three points are dropped") }
        let (unitNow, sectorNow) = (now[Int(unit)], now[Int(sector)])
        #expect(table.rungs == [.withheld, .postcode, .sector])
        #expect(table.labels.string(unitNow) == "M1 1AA" && table.value(.district, unitNow) == "D")
        #expect(table.labels.string(sectorNow) == "M1 1 for D" && table.coarser(unitNow, steps: 1) == sectorNow)
        #expect(table.coarser(unitNow, steps: 2) != sectorNow && now[Int(early)] == 0 && now[Int(late)] == 0)
        let again = table.code(point(3))
        #expect(table.value(.ward, again) == "W3.0" && table.eastings[Int(again)] == 3 && table.rungs[Int(again)] == .exact)
    }
}
