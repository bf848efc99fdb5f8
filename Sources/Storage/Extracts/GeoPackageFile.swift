public import Foundation
import GRDB

/// A GeoPackage 1.3 (OGC 12-128r17) of one layer of points in longitude and latitude, with what goes with it as its metadata.
public final class GeoPackageFile {
    private let file: URL
    private let queue: DatabaseQueue
    private let table: String
    private let insert: String
    private var waiting: [[DatabaseValue]] = []
    private var bounds: (west: Double, south: Double, east: Double, north: Double)?

    /// Creates it; there must be none of that name.
    public init(
        _ file: URL, table: String, title: String, explanation: String, columns: [(name: String, isNumber: Bool)], at: String
    ) throws {
        self.file = file
        self.table = table
        let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ExtractError.notWritten(file) }
        Foundation.close(descriptor)
        var configuration = Configuration()
        // It is nobody's until it is whole: what breaks off is removed with its folder.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF") }
        queue = try DatabaseQueue(path: file.path, configuration: configuration)
        let names = columns.map { Self.quoted($0.name) }
        insert =
            "INSERT INTO \(Self.quoted(table)) (geom\(names.map { ", \($0)" }.joined())) VALUES (?\(String(repeating: ", ?", count: names.count)))"
        let fields = columns.map { ", \(Self.quoted($0.name)) \($0.isNumber ? "REAL" : "TEXT")" }.joined()
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: Self.schema)
            try database.execute(
                sql: "CREATE TABLE \(Self.quoted(table)) (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT\(fields))")
            try database.execute(
                sql:
                    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) VALUES (?, 'features', ?, ?, ?, 4326)",
                arguments: [table, title, explanation, at])
            try database.execute(
                sql: "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', 4326, 0, 0)", arguments: [table])
        }
    }

    /// Adds a record; without a point it has no geometry.
    public func add(_ point: (longitude: Double, latitude: Double)?, _ values: [String], isNumber: [Bool]) throws {
        var row: [DatabaseValue] = [point.map { Self.geometry($0.longitude, $0.latitude).databaseValue } ?? .null]
        for (value, isNumber) in zip(values, isNumber) {
            row.append(value.isEmpty ? .null : isNumber ? (Double(value)?.databaseValue ?? value.databaseValue) : value.databaseValue)
        }
        if let point {
            let old = bounds ?? (point.longitude, point.latitude, point.longitude, point.latitude)
            bounds = (
                min(old.west, point.longitude), min(old.south, point.latitude), max(old.east, point.longitude),
                max(old.north, point.latitude)
            )
        }
        waiting.append(row)
        if waiting.count >= 5_000 { try flush() }
    }

    /// Writes marking, conditions and lineage, and ends the file.
    public func close(metadata: String) throws {
        try flush()
        try queue.write { database in
            if let bounds {
                try database.execute(
                    sql: "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
                    arguments: [bounds.west, bounds.south, bounds.east, bounds.north, table])
            }
            try database.execute(
                sql:
                    "INSERT INTO gpkg_metadata (id, md_scope, md_standard_uri, mime_type, metadata) VALUES (1, 'dataset', 'https://specs.frictionlessdata.io/data-package/', 'application/json', ?)",
                arguments: [metadata])
            try database.execute(
                sql:
                    "INSERT INTO gpkg_metadata_reference (reference_scope, table_name, timestamp, md_file_id) SELECT 'table', ?, last_change, 1 FROM gpkg_contents WHERE table_name = ?",
                arguments: [table, table])
        }
        try queue.close()
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { Foundation.close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else { throw ExtractError.broken }
    }

    private func flush() throws {
        let rows = waiting
        waiting = []
        try queue.write { database in
            let statement = try database.makeStatement(sql: insert)
            for row in rows { try statement.execute(arguments: StatementArguments(row)) }
        }
    }

    private static func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }

    /// GeoPackage binary: no envelope, little-endian, then a point of well-known binary.
    static func geometry(_ longitude: Double, _ latitude: Double) -> Data {
        var bytes: [UInt8] = [0x47, 0x50, 0, 1]
        withUnsafeBytes(of: Int32(4326).littleEndian) { bytes += $0 }
        bytes += [1, 1, 0, 0, 0]
        for side in [longitude, latitude] { withUnsafeBytes(of: side.bitPattern.littleEndian) { bytes += $0 } }
        return Data(bytes)
    }

    private static let wgs84 =
        "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AUTHORITY[\"EPSG\",\"4326\"]]"

    private static let schema = """
        PRAGMA application_id = 1196444487;
        PRAGMA user_version = 10300;
        CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
          organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
        INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', NULL);
        INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL);
        INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, '\(wgs84)', NULL);
        CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
          last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
          srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
        CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
          srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
          CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
          CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
        CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
          CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
        INSERT INTO gpkg_extensions VALUES ('gpkg_metadata', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata', 'read-write');
        INSERT INTO gpkg_extensions VALUES ('gpkg_metadata_reference', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata', 'read-write');
        CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
          md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
        CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
          timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
          CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
          CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
        """
}
