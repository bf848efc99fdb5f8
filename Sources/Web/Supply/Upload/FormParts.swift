import HTTPTypes
import HummingbirdCore
import NIOCore
import Storage

/// A form with files, read as it comes. Its first field is the session's token: of a form that does not begin with it nothing is handed on, so that
/// the token stands in no address, and no other site's form does anything.
struct FormParts {
    private var reader: MultipartReader
    private var body: RequestBody.AsyncIterator
    private var waiting: [MultipartReader.Event] = []
    /// No token is longer.
    private static let longestToken = 200

    /// Reads as far as the token.
    /// - Parameter token: The session's.
    init(_ request: Request, token: String) async throws {
        // What is no such form has no token in it.
        guard let reader = MultipartReader(contentType: request.headers[.contentType] ?? "") else { throw WebFault.notFromHere }
        self.reader = reader
        body = request.body.makeAsyncIterator()
        var sent: [UInt8] = [], parts = 0
        while parts < 2, !self.reader.isWhole {
            guard let events = try await more() else { break }
            for event in events {
                switch event {
                case .part(let name, let isFile):
                    parts += 1
                    if parts == 1, name != "csrf" || isFile { throw WebFault.notFromHere }
                    if parts > 1 { waiting.append(event) }
                case .bytes(let bytes):
                    if parts > 1 { waiting.append(event) } else { sent += bytes }
                }
            }
            guard sent.count <= Self.longestToken else { throw WebFault.notFromHere }
        }
        guard Responder.isSame(String(decoding: sent, as: UTF8.self), token) else { throw WebFault.notFromHere }
    }

    /// True once the last boundary was read: without it the form was cut off.
    var isWhole: Bool { reader.isWhole }

    /// Longest text of the other fields of a form with a file, in all.
    private static let longestTexts = 64 << 10

    /// Reads what follows: the bytes of the one file of that name go where files wait, and what else is filled in is the answer.
    /// - Parameters:
    ///   - visit: Whose it is; once they may not send it any more, nothing more of it is taken.
    ///   - room: Asked before bytes are written, with how many are coming; what it throws ends it.
    mutating func receive(
        _ name: String, into file: WaitingFile, for visit: Visit, room: (_ coming: Int) throws -> Void
    ) async throws -> FormValues {
        var texts: [(name: String, value: [UInt8])] = [], isFile = false, isText = false, files = 0
        while let events = try await next() {
            try room(events.reduce(0) { if case .bytes(let bytes) = $1 { $0 + bytes.count } else { $0 } })
            var written: [ArraySlice<UInt8>] = []
            for event in events {
                switch event {
                case .part(let part, let holdsFile):
                    (isFile, isText) = (part == name && holdsFile, !holdsFile)
                    if isText { texts.append((part, [])) }
                    // Two are not one after the other.
                    if isFile { files += 1 }
                    guard files <= 1 else { throw WebFault.malformed }
                case .bytes(let bytes) where isFile: written.append(bytes)
                // A file that nobody asked for is nobody's text.
                case .bytes where !isText: continue
                case .bytes(let bytes):
                    texts[texts.count - 1].value += bytes
                    guard texts.reduce(0, { $0 + $1.value.count }) <= Self.longestTexts else { throw WebFault.tooLong }
                }
            }
            let bytes = written
            if !bytes.isEmpty {
                try await visit.work(on: visit.face.pools.pages, refreshed: false) { _ in
                    for part in bytes { try part.withUnsafeBytes { try file.append($0) } }
                }
            }
        }
        guard isWhole else { throw WebFault.malformed }
        var filled = FormValues()
        for text in texts {
            guard !text.value.contains(0), let value = String(validating: text.value, as: UTF8.self) else { throw WebFault.malformed }
            filled.add(text.name, value)
        }
        return filled
    }

    /// What came next, in whole or in parts; nil at the end.
    mutating func next() async throws -> [MultipartReader.Event]? {
        guard waiting.isEmpty else {
            defer { waiting = [] }
            return waiting
        }
        return try await more()
    }

    private mutating func more() async throws -> [MultipartReader.Event]? {
        guard let chunk = try await body.next(isolation: #isolation) else { return nil }
        var events: [MultipartReader.Event] = []
        try reader.push(chunk.readableBytesView) { events.append($0) }
        return events
    }
}
