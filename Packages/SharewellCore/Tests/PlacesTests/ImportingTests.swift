import Tables
import Testing

@testable import Places

@Suite struct ImportingTests {
    static func read(_ text: String, piece: Int = 7, vintage: String = "2025", asOf: String? = nil) throws -> (
        kind: String, rows: Int, Gazetteer, [String]
    ) {
        let bytes = Array(text.utf8)
        var reader = try bytes.withUnsafeBytes { try UnitSourceReader(prefix: $0) }
        for start in stride(from: 0, to: bytes.count, by: piece) {
            bytes[start..<min(start + piece, bytes.count)].withUnsafeBytes { reader.read($0) }
        }
        let kind = reader.kind
        let result = try reader.finish(vintage: vintage, asOf: asOf.flatMap { MonthNumber($0) })
        var builder = GazetteerBuilder()
        builder.add(result.units, from: PlacesSource(kind: kind, version: "1", digest: "", count: 1))
        return (kind, result.units.count, try Gazetteer(ImageBytes(copying: builder.image())), result.findings.entries.map(\.code))
    }

    static func unit(_ text: String, _ gazetteer: Gazetteer) throws -> UnitIndex {
        try #require(gazetteer.unit(Postcode(parsing: text).packed))
    }

    @Test(arguments: [1, 5, 1000]) func codePointOpenHasNoHeaderAndPointsOfQuality90AreNone(piece: Int) throws {
        let text = """
            "LU1 1AA",10,508653,221332,"E92000001","E19000001","E18000006","","E06000032","E05014742"\r
            "LU2  7BB",90,0,0,"E92000001","","","","",""\r
            "AB101AA",50,394251,806376,"S92000003","","S08000020","","S12000033","S13002842"\r

            """
        let (kind, rows, gazetteer, findings) = try Self.read(text, piece: piece)
        #expect(kind == "code-point-open" && rows == 3 && findings.isEmpty)
        let unit = try Self.unit("LU1 1AA", gazetteer)
        #expect(gazetteer.point(unit) == GridPoint(easting: 508_653, northing: 221_332))
        #expect(gazetteer.code(.district, of: unit) == "E06000032" && gazetteer.code(.ward, of: unit) == "E05014742")
        #expect(gazetteer.positionalQuality(unit) == 10 && !gazetteer.isTerminated(unit) && gazetteer.properties(unit) == nil)
        let lost = try Self.unit("LU2 7BB", gazetteer)
        #expect(gazetteer.point(lost) == nil && gazetteer.code(.district, of: lost) == nil && gazetteer.positionalQuality(lost) == 90)
        #expect(try gazetteer.code(.district, of: Self.unit("AB10 1AA", gazetteer)) == "S12000033")
    }

    @Test func theLookupTellsLiveFromTerminatedAndLargeUsers() throws {
        let (kind, _, gazetteer, _) = try Self.read(
            """
            pcd7,pcd8,pcds,dointr,doterm,usertype,oa11cd,lsoa11cd,msoa11cd,ladcd,lsoa11nm,msoa11nm,ladnm,ladnmw
            LU1 1AA,LU1  1AA,LU1 1AA,198001,,1,E00079000,E01015693,E02003259,E06000032,"Luton 001A",Luton 001,Luton,
            LU1 1AB,LU1  1AB,LU1 1AB,198001,201804,0,E00079000,E01015693,E02003259,L99999999,Luton 001A,Luton 001,Luton,
            """, vintage: "2022")
        #expect(kind == "ons-lookup")
        let live = try Self.unit("LU1 1AA", gazetteer)
        #expect(gazetteer.isLargeUser(live) && gazetteer.properties(live) == 1 && !gazetteer.isTerminated(live))
        #expect(gazetteer.code(AreaSetName(.lsoa, vintage: "2011"), of: live) == "E01015693")
        #expect(gazetteer.code(AreaSetName(.district, vintage: "2022"), of: live) == "E06000032")
        let gone = try Self.unit("LU1 1AB", gazetteer)
        #expect(gazetteer.isTerminated(gone) && gazetteer.terminated(gone)?.description == "2018-04" && gazetteer.properties(gone) == nil)
        #expect(gazetteer.code(.district, of: gone) == nil)
    }

    @Test func theDirectoryIsReadInItsOldAndItsNewLayout() throws {
        let old = try Self.read(
            """
            pcd,pcd2,pcds,dointr,doterm,oscty,oslaua,osward,usertype,oseast1m,osnrth1m,osgrdind,ctry,oa11,lsoa11,msoa11,oa21,lsoa21,msoa21,lat,long
            LU1 1AA,LU1  1AA,LU1 1AA,198001,,E99999999,E06000032,E05014742,0,508653,0221332,1,E92000001,E00079000,E01015693,E02003259,E00175000,E01033000,E02007000,51.8,-0.4
            BT1 1AA,BT1  1AA,BT1 1AA,198001,,N99999999,N09000003,N08000301,0,333300,374300,1,N92000002,N00001000,95GG40S1,N99999999,N00001000,N20000833,N99999999,54.6,-5.9
            """)
        #expect(old.kind == "onspd")
        let unit = try Self.unit("LU1 1AA", old.2)
        #expect(old.2.code(.lsoa, of: unit) == "E01033000" && old.2.code(AreaSetName(.lsoa, vintage: "2011"), of: unit) == "E01015693")
        #expect(old.2.point(unit) == GridPoint(easting: 508_653, northing: 221_332) && old.2.positionalQuality(unit) == 10)
        #expect(try old.2.point(Self.unit("BT1 1AA", old.2)) == nil)
        let new = try Self.read(
            "\u{FEFF}pcd7,pcd8,pcds,dointr,doterm,cty25cd,ced25cd,lad25cd,wd25cd,usrtypind,east1m,north1m,gridind,ctry25cd,lsoa21cd\n"
                + "LU1 1AA,LU1  1AA,LU1 1AA,198001,202001,,,E06000032,E05014742,0,508653,221332,9,E92000001,E01033000\n")
        let late = try Self.unit("LU1 1AA", new.2)
        #expect(new.2.code(AreaSetName(.district, vintage: "2025"), of: late) == "E06000032" && new.2.point(late) == nil)
        let subset = try Self.read("pcd,laua,oseast1m,osnrth1m\nL1  0AA,E08000012,335000.0,390100.5\nL1  0AB,E08000012,,\n")
        #expect(try subset.2.point(Self.unit("L1 0AA", subset.2)) == GridPoint(easting: 335_000, northing: 390_101))
        #expect(try subset.2.point(Self.unit("L1 0AB", subset.2)) == nil)
    }

    @Test(arguments: [
        "postcode,properties\nLU1 1AA,12\nLU1 1AB,3\n", "Postcode;Number of households\r\nlu11aa;12\r\nLU1 1AB;3\r\n",
        "LU1 1AA,12\nLU1 1AB,3", "Total,PCDS,Occupied_Households\n40,LU1 1AA,12\n9,LU1 1AB,3\n",
        "\"postcode\"\t\"n\"\n\"LU1 1AA\"\t\"12\"\n\"LU1 1AB\"\t\"3.0\"\n",
    ])
    func countsOfPropertiesComeUnderManyNames(text: String) throws {
        let (kind, rows, gazetteer, _) = try Self.read(text)
        #expect(kind == "properties" && rows == 2)
        #expect(try gazetteer.properties(Self.unit("LU1 1AA", gazetteer)) == 12)
        #expect(try gazetteer.properties(Self.unit("LU1 1AB", gazetteer)) == 3)
    }

    @Test func rowsThatFailAreCountedAndTheRestIsTaken() throws {
        let (_, rows, _, findings) = try Self.read(
            "postcode,properties\nLU1 1AA,12\nLU1 1AB,many\nLU1 1AD,\nQQ,4\nLU1 1AE\nLU1 1AF,7\nLU1 1AG,8\nLU1 1AH,8\nLU1 1AJ,9\n")
        #expect(rows == 5)
        #expect(Set(findings) == ["places-count-not-understood", "places-count-missing", "postcode-outward-form", "places-row-form"])
    }

    @Test(arguments: [
        ("", "places-source-empty"), ("name,age\nA,3\n", "places-source-not-recognised"),
        ("postcode,colour,shape\nLU1 1AA,red,round\n", "places-no-count-column"),
        ("postcode,properties\nA,1\nB,2\nLU1 1AA,3\n", "places-source-unreadable"), ("p\0o\0s\0", "places-source-encoding"),
    ])
    func sourcesThatCannotBeTakenAreRefused(text: String, code: String) {
        let fault = #expect(throws: ImportFault.self) { _ = try Self.read(text) }
        #expect(fault?.code == code)
        #expect(fault?.remedy.isEmpty == false)
    }

    @Test func newerSourcesAreLaidOverOlderOnes() throws {
        let lookup = """
            pcds,doterm,usertype,lsoa11cd,ladcd
            LU1 1AA,,0,E01015693,E06000032
            LU1 1AB,202001,0,E01015693,E06000032
            LU1 1AD,,1,E01015693,E06000032
            """
        let product = """
            LU1 1AA,10,508653,221332,E92000001,,,,E06000032,E05014742
            LU1 1AB,10,508654,221332,E92000001,,,,E06000032,E05014742
            """
        func table(_ text: String, asOf: String, vintage: String) throws -> UnitTable {
            let bytes = Array(text.utf8)
            var reader = try bytes.withUnsafeBytes { try UnitSourceReader(prefix: $0) }
            bytes.withUnsafeBytes { reader.read($0) }
            return try reader.finish(vintage: vintage, asOf: MonthNumber(asOf)).units
        }
        for lookupFirst in [true, false] {
            var builder = GazetteerBuilder()
            let month = try #require(MonthNumber("2025-04"))
            let first = PlacesSource(kind: "ons-lookup", version: "2022-05", digest: "a", count: 3)
            let second = PlacesSource(kind: "code-point-open", version: "2025.2.0", digest: "b", count: 2)
            if lookupFirst { builder.add(try table(lookup, asOf: "2022-05", vintage: "2022"), from: first) }
            builder.add(try table(product, asOf: "2025-04", vintage: "2025"), from: second, isComplete: month)
            if !lookupFirst { builder.add(try table(lookup, asOf: "2022-05", vintage: "2022"), from: first) }
            builder = GazetteerBuilder(extending: try Gazetteer(ImageBytes(copying: builder.image())))
            let gazetteer = try Gazetteer(ImageBytes(copying: builder.image()))
            #expect(Set(gazetteer.versions) == ["ons-lookup 2022-05", "code-point-open 2025.2.0"])
            let reused = try Self.unit("LU1 1AB", gazetteer)
            #expect(!gazetteer.isTerminated(reused) && gazetteer.terminated(reused) == nil)
            #expect(gazetteer.point(reused) != nil && gazetteer.code(.lsoa, of: reused) == "E01015693")
            let unlisted = try Self.unit("LU1 1AD", gazetteer)
            #expect(gazetteer.isTerminated(unlisted) == lookupFirst)
            #expect(gazetteer.properties(unlisted) == 1)
        }
    }

    @Test func geoJSONIsReadWithNullsHolesOldReferenceSystemsAndSeveralParts() throws {
        let text = """
            {"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[
            {"type":"Feature","properties":{"WD13CD":"E05002193","WD13CDO":"00KAMS","WD13NM":"Barn\\u0066ield","WD13NMW":null,"LAD13CD":"E06000032","n":{"a":[1]}},
             "geometry":{"coordinates":[[[500000,220000],[500100,220000],[500100,220100],[500000,220100],[500000,220000]],[[500040,220040],[500060,220040],[500060,220060],[500040,220040]]],"type":"Polygon"}},
            {"type":"Feature","properties":{"WD13CD":"E05002194","WD13NM":"Two","LAD13CD":"E06000032"},
             "geometry":{"type":"MultiPolygon","coordinates":[[[[1,1],[2e2,1],[200,200.5],[1,1]]],[[[500200,220000,3.5],[500300,220000,3.5],[500300,220100,1],[500200,220000,1]]]]}},
            {"type":"Feature","properties":{"WD13CD":"E05002195"},"geometry":null},{"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":[1,2]}}
            ]}
            """
        let file = try Array(text.utf8).withUnsafeBytes { try GeoJSONReader($0) }
        #expect(file.features.count == 2 && file.withoutOutline == 2)
        #expect(file.features[0].rings.count == 2 && file.features[1].rings.count == 2)
        let source = try BoundarySource(file, choices: .init(), converter: NoConverter())
        #expect(source.set == AreaSetName(.ward, vintage: "2013") && source.codeProperty == "WD13CD")
        #expect(source.areas.map(\.name) == ["Barnfield", "Two"])
        var choices = BoundarySource.Choices()
        choices.level = AreaLevel(rawValue: "beat")
        choices.vintage = "2020"
        choices.codeProperty = "WD13NM"
        #expect(try BoundarySource(file, choices: choices, converter: NoConverter()).set.description == "beat-2020")
    }

    @Test(arguments: [
        "{", "[]", "{\"type\":\"FeatureCollection\"}", "{\"type\":\"Topology\"}", "{\"type\":\"FeatureCollection\",\"features\":[{\"a\"}]}",
        "{\"a\":\"\\u12", "{}x",
    ])
    func brokenGeoJSONIsRefused(text: String) {
        #expect(throws: ImportFault.self) { try Array(text.utf8).withUnsafeBytes { try GeoJSONReader($0) } }
    }

    @Test func noBytesTrapTheReaders() {
        var numbers = SeededNumbers(state: 99)
        let pieces = [
            "{", "}", "[", "]", "\"type\"", ":", ",", "\"features\"", "1", "-", "2.5e9", "null", "\"Polygon\"", "\"coordinates\"",
            "\"\\u00", "LU1 1AA", "\n", "\"", "postcode", "properties", "99999999999",
        ]
        for _ in 0..<1000 {
            let text = (0..<Int.random(in: 0...30, using: &numbers)).map { _ in pieces.randomElement(using: &numbers) ?? "" }.joined()
            _ = try? Array(text.utf8).withUnsafeBytes { try GeoJSONReader($0) }
            _ = try? Self.read(text, piece: Int.random(in: 1...9, using: &numbers))
        }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: ImportFault.self) { try Array("{\"a\":\(deep)".utf8).withUnsafeBytes { try GeoJSONReader($0) } }
    }
}

/// For boundaries that are on the grid already.
struct NoConverter: CoordinateConverting {
    var method: String { "none" }
    func geographic(_ point: GridPoint) -> GeographicPoint? { nil }
    func grid(_ point: GeographicPoint) -> GridPoint? { nil }
}
