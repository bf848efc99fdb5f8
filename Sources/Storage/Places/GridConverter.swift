import CProj
public import Foundation
public import Places
import Synchronization

/// National Grid (EPSG:27700) to WGS84 (EPSG:4326) and back, through PROJ.
///
/// The steps are written out, so that PROJ cannot silently choose others: with the OSTN15 grid shift where PROJ finds the grid *and* a published
/// test point comes out right, otherwise with Ordnance Survey's seven-parameter transformation. `method` says which.
public final class GridConverter: CoordinateConverting {
    /// What was used, for metadata.
    public let method: String
    /// Largest error to expect, in metres.
    public let accuracy: Double
    /// True if the OSTN15 grid is in use.
    public let usesOSTN15: Bool
    private let steps: String
    private let idle = Mutex<[Transformation]>([])

    /// Files that may hold the grid: PROJ's own name, and Ordnance Survey's.
    public static let gridFileNames = ["uk_os_OSTN15_NTv2_OSGBtoETRS.tif", "OSTN15_NTv2_OSGBtoETRS.gsb"]
    /// Error of the seven-parameter transformation in metres: the worst of the published test points is 4.2 m off (St Kilda), the mean 1.7 m.
    public static let helmertAccuracy = 5.0

    /// Looks for the grid in PROJ's own folders and in `folder`.
    public init(gridFolder folder: URL? = nil) throws(PlacesError) {
        let information = proj_info()
        let version = "\(information.major).\(information.minor).\(information.patch)"
        var candidates = Self.gridFileNames
        if let folder {
            candidates = Self.gridFileNames.map { folder.appending(path: $0).path }.filter(FileManager.default.fileExists) + candidates
        }
        for grid in candidates where !grid.contains(where: \.isWhitespace) {
            let steps = Self.steps("+step +proj=hgridshift +grids=\(grid)")
            guard let transformation = Transformation(steps), Self.isSound(transformation) else { continue }
            self.steps = steps
            method = "OSTN15 through PROJ \(version) (0.1 m)"
            accuracy = 0.1
            usesOSTN15 = true
            idle.withLock { $0.append(transformation) }
            return
        }
        let steps = Self.steps(Self.helmert)
        guard let transformation = Transformation(steps) else {
            throw PlacesError(
                .storage, code: "proj-unusable", "PROJ could not be set up for the National Grid.",
                remedy: "Install libproj again (apt install --reinstall libproj25 proj-data).")
        }
        self.steps = steps
        method = "Helmert transformation through PROJ \(version) (up to 5 m; the OSTN15 grid is not installed)"
        accuracy = Self.helmertAccuracy
        usesOSTN15 = false
        idle.withLock { $0.append(transformation) }
    }

    private static func steps(_ datum: String) -> String {
        """
        +proj=pipeline +step +inv +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy \
        \(datum) +step +proj=unitconvert +xy_in=rad +xy_out=deg
        """
    }

    /// EPSG:1314, OSGB36 to WGS 84 (6).
    private static let helmert = """
        +step +proj=push +v_3 +step +proj=cart +ellps=airy +step +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 \
        +s=-20.489 +convention=position_vector +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3
        """

    /// Ordnance Survey's test points TP05 and TP20: one in the south, one in the north.
    private static func isSound(_ transformation: Transformation) -> Bool {
        var x = [438_710.920, 422_242.186]
        var y = [114_792.250, 433_818.701]
        transformation.run(forward: true, &x, &y)
        let expected = [(-1.450514337, 50.931279379), (-1.663791676, 53.800215185)]
        return zip(zip(x, y), expected).allSatisfy { abs($0.0 - $1.0) < 2e-6 && abs($0.1 - $1.1) < 2e-6 }
    }

    private func with<Result>(_ body: (Transformation) -> Result) -> Result? {
        guard let transformation = idle.withLock({ $0.popLast() }) ?? Transformation(steps) else { return nil }
        defer { idle.withLock { $0.append(transformation) } }
        return body(transformation)
    }

    /// To WGS84; nil outside the grid.
    public func geographic(_ point: GridPoint) -> GeographicPoint? { geographic(batch: [point])[0] }
    /// To the National Grid; nil where the grid does not reach.
    public func grid(_ point: GeographicPoint) -> GridPoint? { grid(batch: [point])[0] }

    /// Many at once: about two million a second.
    public func geographic(batch points: [GridPoint]) -> [GeographicPoint?] {
        var x = points.map(\.easting)
        var y = points.map(\.northing)
        with { $0.run(forward: true, &x, &y) }
        return points.indices.map { index in
            guard Self.covers(points[index]), x[index].isFinite, y[index].isFinite else { return nil }
            return GeographicPoint(longitude: x[index], latitude: y[index])
        }
    }

    /// Many at once: about two million a second.
    public func grid(batch points: [GeographicPoint]) -> [GridPoint?] {
        var x = points.map { Self.covers($0) ? $0.longitude : .nan }
        var y = points.map { Self.covers($0) ? $0.latitude : .nan }
        with { $0.run(forward: false, &x, &y) }
        return points.indices.map { index in
            let point = GridPoint(easting: x[index], northing: y[index])
            return Self.covers(point) ? point : nil
        }
    }

    /// The National Grid with a margin of 100 km.
    private static func covers(_ point: GridPoint) -> Bool {
        point.easting >= -100_000 && point.easting <= 800_000 && point.northing >= -100_000 && point.northing <= 1_400_000
    }
    private static func covers(_ point: GeographicPoint) -> Bool {
        point.longitude >= -10.5 && point.longitude <= 4.5 && point.latitude >= 48 && point.latitude <= 63
    }
}

/// One PROJ context with its pipeline. PROJ's contexts are not safe to share between threads: one thread at a time.
private final class Transformation: @unchecked Sendable {
    private let context: OpaquePointer
    private let pipeline: OpaquePointer

    init?(_ steps: String) {
        guard let context = proj_context_create() else { return nil }
        proj_log_level(context, PJ_LOG_NONE)
        proj_context_set_enable_network(context, 0)
        guard let pipeline = proj_create(context, steps) else {
            proj_context_destroy(context)
            return nil
        }
        self.context = context
        self.pipeline = pipeline
    }

    deinit {
        proj_destroy(pipeline)
        proj_context_destroy(context)
    }

    /// In place; what cannot be converted becomes infinite.
    func run(forward: Bool, _ x: inout [Double], _ y: inout [Double]) {
        let stride = MemoryLayout<Double>.stride
        let count = x.count
        x.withUnsafeMutableBufferPointer { x in
            y.withUnsafeMutableBufferPointer { y in
                _ = proj_trans_generic(
                    pipeline, forward ? PJ_FWD : PJ_INV, x.baseAddress, stride, count, y.baseAddress, stride, count, nil, 0, 0, nil, 0, 0)
            }
        }
    }
}
