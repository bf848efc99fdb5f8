public import Foundation
public import Places
public import Tables

/// Imports sources of places into a folder: recognised by content, checked, laid over what is there, published as one new version.
public struct PlacesImport: Sendable {
    /// What one source gave.
    public struct Outcome: Sendable, Codable {
        /// Kind, version, digest, how many were taken.
        public let source: PlacesSource
        /// Name of the file or folder.
        public let file: String
        /// Rows or features read.
        public let rows: Int
        /// Units named more than once; the last one counts.
        public let repeated: Int
        /// Level and vintage of boundaries.
        public let set: AreaSetName?
        /// What was found in it.
        public let findings: [FindingTally.Entry]
    }

    /// Version of the source, where the person names one.
    public var version: String?
    /// What the person said about boundaries.
    public var boundaries = BoundarySource.Choices()
    /// How many properties must share a place; nil for what the folder has, 4 at first.
    public var threshold: Int?
    /// Called with bytes read so far and in all.
    public var progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    /// Asked now and then; true stops the import and leaves everything as it was.
    public var isCancelled: @Sendable () -> Bool = { false }

    /// An import with nothing said.
    public init() {}

    /// Imports files, or folders of files, in the order given.
    /// - Parameters:
    ///   - base: the version to lay it over; the one the folder says is in force unless something else knows better. Called with the folder
    ///     locked.
    ///   - recording: called when everything is written and nothing is in force yet; if it throws, nothing comes into force.
    public func run(
        _ files: [URL], into folder: PlacesFolder, over base: (() throws -> PlacesPin?)? = nil,
        recording: (PlacesPin, [Outcome]) throws -> Void = { _, _ in }
    ) throws -> (pin: PlacesPin, outcomes: [Outcome]) {
        try folder.create()
        let lock = try PlacesLock(folder.root)
        return try withExtendedLifetime(lock) {
            try folder.removeUnfinished()
            return try work(files, folder, over: base.map { try $0() } ?? folder.currentPin().map(folder.pin), recording)
        }
    }

    private func work(
        _ files: [URL], _ folder: PlacesFolder, over base: PlacesPin?, _ recording: (PlacesPin, [Outcome]) throws -> Void
    ) throws -> (pin: PlacesPin, outcomes: [Outcome]) {
        var builder = GazetteerBuilder(threshold: threshold ?? 4)
        var areas = AreaIndexBuilder()
        var sources: [PlacesSource] = []
        if let base {
            let open = try folder.open(pin: base.number, checkingAll: true)
            builder = GazetteerBuilder(extending: open.gazetteer, threshold: threshold)
            areas = AreaIndexBuilder(extending: open.areas)
            sources = open.pin.sources
        }
        var outcomes: [Outcome] = []
        var groups: [SourceGroup] = []
        for file in files { groups += try SourceGroup.find(file) }
        let total = groups.reduce(0) { $0 + $1.size }
        var done = 0
        for group in groups {
            let outcome = try take(group, done: done, total: total, &builder, &areas, folder)
            done += group.size
            sources.removeAll {
                $0.kind == outcome.source.kind && $0.version == outcome.source.version && $0.digest == outcome.source.digest
            }
            sources.append(outcome.source)
            outcomes.append(outcome)
        }
        guard !isCancelled() else { throw Self.interrupted }
        let areaImage = areas.image()
        let index: AreaIndex
        do { index = try AreaIndex(ImageBytes(copying: areaImage)) } catch { throw PlacesError(error) }
        let image = builder.image(keepingInside: index.sets.isEmpty ? nil : index)
        let pin = try folder.write(gazetteer: image, areas: areaImage, sources: sources)
        try recording(pin, outcomes)
        try folder.putInForce(pin)
        return (pin, outcomes)
    }

    static let interrupted = PlacesError(
        .interrupted, code: "interrupted", "The import was stopped; the places are as they were.", remedy: "Run it again when you like.")

    private func take(
        _ group: SourceGroup, done: Int, total: Int, _ builder: inout GazetteerBuilder, _ areas: inout AreaIndexBuilder,
        _ folder: PlacesFolder
    ) throws(PlacesError) -> Outcome {
        switch group.form {
        case .boundaries: return try takeBoundaries(group, &areas, folder)
        case .gridShift: return try takeGridShift(group, folder)
        case .units: return try takeUnits(group, done: done, total: total, &builder)
        }
    }

    private func takeUnits(
        _ group: SourceGroup, done: Int, total: Int, _ builder: inout GazetteerBuilder
    ) throws(PlacesError) -> Outcome {
        var reader: UnitSourceReader?
        var product = ProductNotes()
        var done = done
        for file in group.files {
            let archive = file.archive
            try archive.read(wanted: SourceGroup.holdsUnits) { member, isFirst, bytes throws(PlacesError) in
                guard !isCancelled() else { throw Self.interrupted }
                if SourceGroup.isProductNote(member) {
                    product.read(String(decoding: bytes.prefix(65_536), as: UTF8.self))
                    return
                }
                if isFirst {
                    do throws(ImportFault) {
                        if reader == nil { reader = try UnitSourceReader(prefix: bytes) } else { reader?.nextFile() }
                    } catch { throw PlacesError(error, in: member.isEmpty ? group.name : group.name + ", " + member) }
                }
                reader?.read(bytes)
            }
            reader?.endFile()
            done += archive.size
            progress(done, total)
        }
        guard let reader else { throw PlacesError(.notRecognised, in: group.name) }
        let kind = reader.kind
        let rows = reader.rows
        let taken = reader.taken
        let named = version ?? product.version ?? SourceVersion.from(fileName: group.name)
        let latest = reader.latestMonth
        let asOf = named.flatMap { MonthNumber($0) } ?? product.month ?? latest
        let result: (units: UnitTable, findings: FindingTally)
        do throws(ImportFault) {
            result = try reader.finish(vintage: SourceVersion.vintage(named ?? asOf?.description ?? ""), asOf: asOf)
        } catch { throw PlacesError(error, in: group.name) }
        let source = PlacesSource(
            kind: kind, version: named ?? latest?.description ?? String(group.digest.prefix(8)), digest: group.digest, count: taken)
        let complete = product.count == rows && taken > 1_000_000 ? product.month : nil
        let repeated = builder.add(result.units, from: source, isComplete: complete)
        return Outcome(
            source: source, file: group.name, rows: rows, repeated: repeated, set: nil, findings: result.findings.entries)
    }

    private func takeBoundaries(
        _ group: SourceGroup, _ areas: inout AreaIndexBuilder, _ folder: PlacesFolder
    ) throws(PlacesError) -> Outcome {
        let text = try group.files[0].archive.whole { name in
            name.isEmpty || [".json", ".geojson"].contains { name.lowercased().hasSuffix($0) }
        }
        let converter = try GridConverter(gridFolder: folder.grids)
        do throws(ImportFault) {
            let file = try text.withBytes { bytes throws(ImportFault) in try GeoJSONReader(bytes) }
            let read = try BoundarySource(file, choices: boundaries, converter: converter)
            let source = PlacesSource(
                kind: "boundaries", version: version ?? "\(read.set) \(group.name)", digest: group.digest, count: read.areas.count)
            areas.add(read.areas, to: read.set, from: source)
            var findings = FindingTally()
            if read.leftOut > 0 {
                findings.add(
                    Finding(
                        code: "places-feature-left-out", severity: .warning, line: nil, field: nil,
                        advice: "The feature has no polygon or no code; check the export if it should have."), times: read.leftOut)
            }
            return Outcome(
                source: source, file: group.name, rows: file.features.count + file.withoutOutline, repeated: 0, set: read.set,
                findings: findings.entries)
        } catch { throw PlacesError(error, in: group.name) }
    }

    private func takeGridShift(_ group: SourceGroup, _ folder: PlacesFolder) throws(PlacesError) -> Outcome {
        let bytes = try group.files[0].archive.whole { _ in true }
        let isTiff = bytes.starts(with: [0x49, 0x49, 0x2A, 0x00])
        let target = folder.grids.appending(path: GridConverter.gridFileNames[isTiff ? 0 : 1])
        try PlacesFile.write(bytes, to: target)
        guard try GridConverter(gridFolder: folder.grids).usesOSTN15 else {
            try? FileManager.default.removeItem(at: target)
            throw PlacesError(
                .data, code: "places-not-ostn15", "\(group.name): the grid does not give Ordnance Survey's published test points.",
                remedy: "Use OSTN15_NTv2_OSGBtoETRS.gsb from Ordnance Survey, or uk_os_OSTN15_NTv2_OSGBtoETRS.tif from PROJ-data.")
        }
        return Outcome(
            source: PlacesSource(kind: "grid-shift", version: "OSTN15", digest: group.digest, count: 1), file: group.name, rows: 1,
            repeated: 0, set: nil, findings: [])
    }
}

extension [UInt8] {
    /// `withUnsafeBytes` that keeps the type of the error.
    fileprivate func withBytes<Outcome>(
        _ body: (UnsafeRawBufferPointer) throws(ImportFault) -> Outcome
    ) throws(ImportFault) -> Outcome {
        let outcome: Result<Outcome, ImportFault> = withUnsafeBytes { bytes in
            do throws(ImportFault) { return .success(try body(bytes)) } catch { return .failure(error) }
        }
        return try outcome.get()
    }
}
