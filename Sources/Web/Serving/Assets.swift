import Crypto
import Foundation
import Hub
import Storage

/// Styles, scripts and pictures, read once. Their address holds a digest of them all, so that a browser may keep them for good.
struct Assets: Sendable {
    /// `/assets/3f2a…`.
    let base: String
    private let files: [String: (bytes: [UInt8], type: String)]

    /// Each by the name it is asked for: the hub's own, and those that the set-up unpacked.
    private static let parts: [(name: String, file: String, type: String)] = [
        ("govuk-frontend.css", "vendor/govuk-frontend.css", "text/css; charset=utf-8"),
        ("govuk-frontend.js", "vendor/govuk-frontend.js", "text/javascript; charset=utf-8"),
        ("htmx.js", "vendor/htmx.js", "text/javascript; charset=utf-8"),
        ("leaflet.js", "vendor/leaflet.js", "text/javascript; charset=utf-8"),
        ("leaflet.css", "vendor/leaflet.css", "text/css; charset=utf-8"),
        ("sharewell.css", "assets/sharewell.css", "text/css; charset=utf-8"),
        ("sharewell.js", "assets/sharewell.js", "text/javascript; charset=utf-8"),
        ("map.js", "assets/map.js", "text/javascript; charset=utf-8"),
        ("upload.js", "assets/upload.js", "text/javascript; charset=utf-8"),
        ("boot.js", "assets/boot.js", "text/javascript; charset=utf-8"),
        ("sharewell.svg", "assets/sharewell.svg", "image/svg+xml"),
    ]

    init(face: URL) throws {
        var files: [String: (bytes: [UInt8], type: String)] = [:]
        var hash = SHA256()
        for part in Self.parts {
            guard let data = FileManager.default.contents(atPath: face.appending(path: part.file).path) else {
                throw HubError(
                    .setUp, code: "asset-missing", "\(part.file) was not found in the folder Face.",
                    remedy: "Run scripts/setup face, which unpacks it from its pinned package.")
            }
            files[part.name] = ([UInt8](data), part.type)
            hash.update(data: data)
        }
        self.files = files
        base = "/assets/\(hash.finalize().hexadecimal.prefix(16))"
    }

    /// The file of that name.
    func find(_ name: String) -> (bytes: [UInt8], type: String)? { files[name] }
}
