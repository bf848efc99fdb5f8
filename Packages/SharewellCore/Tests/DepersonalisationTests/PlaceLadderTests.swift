import Places
import Testing

@testable import Depersonalisation

/// The boundary cases of rules 2 to 4.
struct PlaceLadderTests {
    /// Sector M1 1: three units alone are too small, two together enough; sector M1 2: one small unit among large ones; M2 1: nothing counted.
    static let units = [
        MadeUnit(postcode: "M1 1AA", easting: 384_101, northing: 398_103, properties: 3),
        MadeUnit(postcode: "M1 1AB", easting: 384_151, northing: 398_123, properties: 2),
        MadeUnit(postcode: "M1 1AD", easting: 384_201, northing: 398_103, properties: 4),
        MadeUnit(postcode: "M1 1AE", easting: 384_251, northing: 398_107, properties: 5),
        MadeUnit(postcode: "M1 2AA", easting: 385_101, northing: 398_103, properties: 2),
        MadeUnit(postcode: "M1 2AB", easting: 385_151, northing: 398_103, properties: 40),
        MadeUnit(postcode: "M2 1AA", easting: 386_101, northing: 399_103, properties: nil),
        MadeUnit(postcode: "M3 1AA", easting: 387_101, northing: 399_103, properties: nil, isLargeUser: true),
        MadeUnit(postcode: "M4 1AA", easting: 388_101, northing: 399_103, properties: nil, isLive: false),
        MadeUnit(postcode: "M5 1AA", easting: 389_101, northing: 399_103, properties: 2, lsoa: "E01005001"),
        MadeUnit(postcode: "M5 1AB", easting: 389_131, northing: 399_103, properties: 3, lsoa: "E01006001", district: "E08000006"),
        MadeUnit(postcode: "M6 1AA", easting: 390_101, northing: 399_103, properties: nil, lsoa: "", district: ""),
        MadeUnit(postcode: "M7 1AA", easting: 391_101, northing: 399_103, properties: nil, lsoa: "E01007001"),
        MadeUnit(postcode: "M8 1AA", easting: 392_101, northing: 399_103, properties: 2, lsoa: "E01008001"),
    ]

    static func ladder() throws -> PlaceLadder { PlaceLadder(gazetteer: try .made(units), areas: nil, least: 4) }

    @Test(arguments: [
        ("M1 1AD", PlaceRung.postcode), ("M1 1AE", .postcode), ("M1 1AA", .group), ("M1 1AB", .group), ("M1 2AB", .postcode),
        ("M2 1AA", .area),
        ("M3 1AA", .area), ("M4 1AA", .area), ("M5 1AA", .area), ("M6 1AA", .withheld),
    ])
    func rungs(_ postcode: String, _ rung: PlaceRung) throws {
        let ladder = try Self.ladder()
        let judgement = ladder.judge(try Fixture.packed(postcode))
        #expect(judgement.rung == rung)
        #expect((judgement.postcode != nil) == (rung == .postcode))
        #expect(judgement.reasons.contains { $0.hasPrefix("rule") })
    }

    @Test func pseudoPostcodesAndStrangersKeepNothing() throws {
        let ladder = try Self.ladder()
        let stranger = ladder.judge(try Fixture.packed("SW1A 1AA"))
        #expect(stranger.rung == .withheld && stranger.label == nil && stranger.postcode == nil)
        #expect(throws: PostcodeFault.self) { try Fixture.packed("ZZ99 3VZ") }
    }

    /// A small unit whose sector is otherwise large: neighbours that keep their own postcode hide nobody, so it keeps its district only.
    @Test func neighboursThatKeepTheirPostcodeHideNobody() throws {
        let judgement = try Self.ladder().judge(try Fixture.packed("M1 2AA"))
        #expect(judgement.rung == .area)
        #expect(judgement.label == "E08000003")
    }

    /// The LSOA stays only where nobody has counted anything in it: the few units of a counted one that keep nothing finer are known.
    @Test(arguments: [
        ("M7 1AA", "E01007001"), ("M8 1AA", "E08000003"), ("M2 1AA", "E08000003"), ("M3 1AA", "E08000003"), ("M5 1AA", "E08000003"),
    ])
    func areasThatNobodyHasCounted(_ postcode: String, _ label: String) throws {
        #expect(try Self.ladder().judge(try Fixture.packed(postcode)).label == label)
    }

    /// Two small units of one sector in two districts are not gathered across the boundary.
    @Test func groupsStayInsideTheDistrict() throws {
        let ladder = try Self.ladder()
        let one = ladder.judge(try Fixture.packed("M5 1AA")), other = ladder.judge(try Fixture.packed("M5 1AB"))
        #expect(one.label != other.label)
        #expect(one.rung > .postcode && other.rung > .postcode)
    }

    @Test func pointsAreNeverAMembersOwn() throws {
        let ladder = try Self.ladder()
        let raw = Set(Self.units.map { GridPoint(easting: Double($0.easting), northing: Double($0.northing)) })
        for made in Self.units {
            guard let unit = ladder.gazetteer.unit(try Fixture.packed(made.postcode)), let point = ladder.entry(for: unit).point else {
                continue
            }
            #expect(raw.allSatisfy { $0.distance(to: point) > 7 })
            #expect(point.easting.truncatingRemainder(dividingBy: 10) == 0 && point.northing.truncatingRemainder(dividingBy: 10) == 0)
        }
    }
}
