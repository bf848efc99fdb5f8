import Foundation
import Places
import Storage
import Testing

@Suite struct GridConverterTests {
    /// Ordnance Survey, OSTN15/OSGM15 test points (© Crown copyright, Ordnance Survey 2016, published for testing implementations).
    static let points: [(grid: GridPoint, place: GeographicPoint)] = [
        (GridPoint(easting: 438_710.920, northing: 114_792.250), GeographicPoint(longitude: -1.450514337, latitude: 50.9312793791)),
        (GridPoint(easting: 250_359.811, northing: 62_016.569), GeographicPoint(longitude: -4.10864563561, latitude: 50.4388582561)),
        (GridPoint(easting: 422_242.186, northing: 433_818.701), GeographicPoint(longitude: -1.66379168242, latitude: 53.8002151963)),
        (GridPoint(easting: 170_370.718, northing: 11_572.405), GeographicPoint(longitude: -5.20304609998, latitude: 49.9600613782)),
    ]

    private func check(_ points: [(grid: GridPoint, place: GeographicPoint)]) throws {
        let converter = try GridConverter()
        for point in points {
            let grid = try #require(converter.grid(point.place))
            #expect(grid.distance(to: point.grid) <= converter.accuracy)
            let place = try #require(converter.geographic(point.grid))
            let north = (place.latitude - point.place.latitude) * 111_200
            let east = (place.longitude - point.place.longitude) * 111_200 * cos(place.latitude * .pi / 180)
            #expect((north * north + east * east).squareRoot() <= converter.accuracy)
        }
    }

    @Test func errorsStayBelowTheStatedAccuracy() throws { try check(Self.points) }

    @Test(.enabled(if: PlacesData.has("ostn15"))) func everyPublishedPointStaysBelowTheStatedAccuracy() throws {
        func rows(_ name: String) throws -> [[Substring]] {
            try String(contentsOf: PlacesData.file("ostn15/" + name), encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
                .map { $0.split(separator: ",") }
        }
        let places = Dictionary(
            uniqueKeysWithValues: try rows("OSTN15_OSGM15_TestInput_ETRStoOSGB.txt").map { row in
                (row[0], GeographicPoint(longitude: Double(row[2]) ?? 0, latitude: Double(row[1]) ?? 0))
            })
        let points = try rows("OSTN15_OSGM15_TestOutput_ETRStoOSGB.txt").compactMap { row -> (grid: GridPoint, place: GeographicPoint)? in
            guard let place = places[row[0]] else { return nil }
            return (GridPoint(easting: Double(row[1]) ?? 0, northing: Double(row[2]) ?? 0), place)
        }
        #expect(points.count == 26)
        try check(points)
    }

    @Test func theMethodSaysWhatWasUsed() throws {
        let converter = try GridConverter()
        #expect(converter.method.contains(converter.usesOSTN15 ? "OSTN15 through PROJ" : "up to 5 m"))
        #expect(converter.accuracy == (converter.usesOSTN15 ? 0.1 : 5))
    }

    @Test func batchesGiveWhatSinglePointsGiveOnEveryThread() async throws {
        let converter = try GridConverter()
        let points = (0..<500).map { GridPoint(easting: 400_000 + Double($0) * 37, northing: 200_000 + Double($0) * 53) }
        let single = points.map(converter.geographic)
        #expect(single.allSatisfy { $0 != nil })
        await withTaskGroup(of: [GeographicPoint?].self) { group in
            for _ in 0..<8 { group.addTask { converter.geographic(batch: points) } }
            for await batch in group { #expect(batch == single) }
        }
        let back = converter.grid(batch: single.compactMap { $0 })
        for (point, there) in zip(points, back) { #expect(try #require(there).distance(to: point) < 0.01) }
    }

    @Test func whatLiesNowhereNearTheGridIsNothing() throws {
        let converter = try GridConverter()
        #expect(converter.grid(GeographicPoint(longitude: 151.2, latitude: -33.9)) == nil)
        #expect(converter.grid(GeographicPoint(longitude: .nan, latitude: 52)) == nil)
        #expect(converter.geographic(GridPoint(easting: 1e9, northing: 0)) == nil)
        #expect(converter.geographic(GridPoint(easting: .infinity, northing: 0)) == nil)
    }
}

/// Real data beside the repository, where it is to be had.
enum PlacesData {
    static let folder: URL = {
        if let named = ProcessInfo.processInfo.environment["SHAREWELL_SHARED_DATA"] { return URL(filePath: named) }
        return (0..<5).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }.appending(path: "shared/data")
    }()
    static func file(_ path: String) -> URL { folder.appending(path: path) }
    static func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: file(path).path) }
}
