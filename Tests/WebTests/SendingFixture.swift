import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import NIOEmbedded
import Register
import Synchronization

@testable import Hub
@testable import Web

/// Bodies that come in pieces of any length, or break off, as from a network.
extension WebFixture {
    struct BrokenOff: Error {}

    private final class Pieces: Sendable {
        let left: Mutex<ArraySlice<[UInt8]>>
        init(_ pieces: [[UInt8]]) { left = Mutex(pieces[...]) }
    }

    /// A body in these pieces; `breaksOff` where the connection ends before it does. `meanwhile` happens once all but the last were taken.
    private static func body(
        _ pieces: [[UInt8]], breaksOff: Bool, meanwhile: (@Sendable () async throws -> Void)?
    ) -> RequestBody {
        let pieces = Pieces(pieces)
        let stream = AsyncThrowingStream<ByteBuffer, any Error> {
            if let meanwhile, pieces.left.withLock({ $0.count }) == 1 { try await meanwhile() }
            guard let piece = pieces.left.withLock({ $0.popFirst() }) else {
                if breaksOff { throw BrokenOff() }
                return nil
            }
            return ByteBuffer(bytes: piece)
        }
        return RequestBody(asyncSequence: stream)
    }

    /// Posts a form that comes slowly: something happens before its last byte.
    func dribble(
        _ path: String, _ form: [(String, String)], as person: PersonID, session: (cookie: String, csrf: String)? = nil,
        meanwhile: @escaping @Sendable () async throws -> Void
    ) async throws -> (status: Int, location: String?, body: String, cookies: [String]) {
        let bytes = Array(
            (form.map { "\($0.0.queryEscaped)=\($0.1.queryEscaped)" } + ["csrf=\(Self.placeholder)&"]).joined(separator: "&").utf8)
        return try await send(
            path, as: person, [Array(bytes.dropLast()), Array(bytes.suffix(1))], type: "application/x-www-form-urlencoded", method: .post,
            session: session, meanwhile: meanwhile)
    }

    /// Sends bytes to an address, as that person's browser would, and gives the answer.
    func send(
        _ path: String, as person: PersonID, _ pieces: [[UInt8]], type: String, range: String? = nil, method: HTTPRequest.Method,
        breaksOff: Bool = false, withToken: Bool = true, session other: (cookie: String, csrf: String)? = nil, length: Int? = nil,
        meanwhile: (@Sendable () async throws -> Void)? = nil
    ) async throws -> (status: Int, location: String?, body: String, cookies: [String]) {
        let session = try other ?? self.session(person)
        var fields = HTTPFields()
        fields[.cookie] = session.cookie
        fields[.contentType] = type
        fields[.contentLength] = String(length ?? pieces.reduce(0) { $0 + $1.count })
        if let range { fields[.contentRange] = range }
        let pieces = withToken ? Self.pieces(pieces, withToken: session.csrf) : pieces
        if method != .post, withToken { fields[.csrf] = session.csrf }
        let head = HTTPRequest(method: method, scheme: "https", authority: "localhost", path: path, headerFields: fields)
        let context = WebContext(source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: face.logger))
        let responder = Responder(face: face).router(Routes.all).buildResponder()
        let response = try await responder.respond(
            to: Request(head: head, body: Self.body(pieces, breaksOff: breaksOff, meanwhile: meanwhile)), context: context)
        let collector = BodyCollector()
        try await response.body.write(collector)
        return (
            response.status.code, response.headers[.location], String(decoding: collector.bytes.value, as: UTF8.self),
            response.headers[values: .setCookie]
        )
    }

    /// Stands in a form where the session's token will, and is as long.
    static let placeholder = String(repeating: "~", count: 43)

    /// The same pieces with the token in its place.
    private static func pieces(_ pieces: [[UInt8]], withToken token: String) -> [[UInt8]] {
        var bytes = pieces.flatMap(\.self)
        if let place = bytes.firstRange(of: Array(placeholder.utf8)) { bytes.replaceSubrange(place, with: Array(token.utf8)) }
        var start = 0
        return pieces.map { piece in
            defer { start += piece.count }
            return Array(bytes[start..<start + piece.count])
        }
    }

    /// A form with one file, in pieces of that length.
    static func form(_ name: String, _ file: [UInt8], piece: Int, boundary: String = "xYzZY") -> [[UInt8]] {
        let bytes =
            Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\(placeholder)\r\n".utf8)
            + Array(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"../../etc/passwd\"\r\nContent-Type: text/csv\r\n\r\n"
                    .utf8) + file + Array("\r\n--\(boundary)--\r\n".utf8)
        return stride(from: 0, to: bytes.count, by: piece).map { Array(bytes[$0..<min($0 + piece, bytes.count)]) }
    }

    /// So many crimes as the police publish them, of one month.
    static func crimes(_ count: Int, month: String = "2022-10", from: Int = 0, header: String? = nil) -> [UInt8] {
        var text =
            header
            ?? "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context"
        text += "\n"
        for number in from..<(from + count) {
            text +=
                "\(String(format: "%064x", number + 1)),\(month),Bedfordshire Police,Bedfordshire Police,-0.4\(10 + number % 80),51.8\(10 + number % 80),On or near Quartz Street,E01015700,Luton 001A,Burglary,Under investigation,\n"
        }
        return Array(text.utf8)
    }
}

/// Gathers what is written.
final class BodyCollector: ResponseBodyWriter, @unchecked Sendable {
    final class Box: @unchecked Sendable { var value: [UInt8] = [] }
    let bytes = Box()
    func write(_ buffer: ByteBuffer) async throws { bytes.value += Array(buffer.readableBytesView) }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
