import Foundation
import HTTPTypes

/// What a route answers.
struct Reply: Sendable {
    enum Body: Sendable {
        /// A page within its frame.
        case page(Page)
        /// Bytes of a type.
        case data([UInt8], type: String)
        /// A file that is open and has no name any more.
        case opened(OpenedFile, type: String)
        /// Bytes as they are made: those from a place on, none at the end.
        case parts(type: String, @Sendable (Int) throws -> [UInt8])
        /// Elsewhere.
        case redirect(String)
        case nothing
    }
    var status: HTTPResponse.Status = .ok
    var body: Body
    /// Besides those that every answer has.
    var headers: [(HTTPField.Name, String)] = []
    var cookies: [String] = []
    /// True for what never changes and holds no data: it may be kept by the browser.
    var isLasting = false

    static func page(_ page: Page, status: HTTPResponse.Status = .ok) -> Reply { Reply(status: status, body: .page(page)) }
    /// After a change: the browser asks for that with GET. Only addresses of this hub.
    static func redirect(_ path: String) -> Reply { Reply(status: .seeOther, body: .redirect(path)) }
    static func data(_ bytes: [UInt8], type: String) -> Reply { Reply(body: .data(bytes, type: type)) }

    /// To be saved under a name.
    static func download(_ bytes: [UInt8], type: String, name: String) -> Reply {
        Reply(body: .data(bytes, type: type), headers: [(.contentDisposition, disposition(name))])
    }

    /// A file to be saved under a name. It has none here from now on: whatever becomes of the answer, nothing of it stays.
    static func download(file: URL, in room: FileRoom?, type: String, name: String) throws -> Reply {
        let opened = OpenedFile(try FileHandle(forReadingFrom: file), in: room)
        try FileManager.default.removeItem(at: file)
        return Reply(body: .opened(opened, type: type), headers: [(.contentDisposition, disposition(name))])
    }

    /// A file that takes its room on the disk until whoever reads it is done, or gone.
    final class OpenedFile: Sendable {
        private let handle: FileHandle
        private let room: FileRoom?

        init(_ handle: FileHandle, in room: FileRoom?) {
            self.handle = handle
            self.room = room
        }

        deinit { try? handle.close() }

        /// The next bytes, no more than so many; none at the end.
        func read(upTo count: Int) throws -> Data { try handle.read(upToCount: count) ?? Data() }
    }

    private static func disposition(_ name: String) -> String {
        "attachment; filename=\"\(String(name.unicodeScalars.map { $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || "-_.".unicodeScalars.contains($0)) ? Character($0) : "-" }))\""
    }
}

extension HTTPField.Name {
    /// A name written here, which is one.
    private static func known(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no name of a header") }
        return name
    }
    static let csrf = known("X-CSRF")
    static let contentSecurityPolicy = known("Content-Security-Policy")
    static let crossOriginOpenerPolicy = known("Cross-Origin-Opener-Policy")
    static let crossOriginResourcePolicy = known("Cross-Origin-Resource-Policy")
    static let referrerPolicy = known("Referrer-Policy")
    static let permissionsPolicy = known("Permissions-Policy")
    static let clearSiteData = known("Clear-Site-Data")
    static let frameOptions = known("X-Frame-Options")
    static let forwardedFor = known("X-Forwarded-For")
    static let host = known("Host")
    static let htmx = known("HX-Request")
    static let htmxRedirect = known("HX-Redirect")
    static let fetchSite = known("Sec-Fetch-Site")
    static let fetchMode = known("Sec-Fetch-Mode")
}
