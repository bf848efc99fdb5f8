import Foundation

/// Reads `multipart/form-data` (RFC 7578) as it comes, in chunks of any length, in constant memory. Of a part only its name is believed; the name
/// of a file is read by nobody.
struct MultipartReader: Sendable {
    /// What was met.
    enum Event: Sendable {
        /// A part begins: its name, and whether it is a file's.
        case part(name: String, isFile: Bool)
        /// Bytes of the part that began last.
        case bytes(ArraySlice<UInt8>)
    }
    /// Headers of one part, and all before the first, at most; parts in one form.
    static let mostHeaderBytes = 8 << 10, mostParts = 64

    private enum State { case before, boundary, headers, body, over }
    private let delimiter: [UInt8]
    private var state = State.before
    private var buffer: [UInt8] = [13, 10]
    private var parts = 0

    /// For a body of that content type; nil if it is none of this kind.
    init?(contentType: String) {
        let pieces = contentType.split(separator: ";")
        guard pieces.first?.trimmingCharacters(in: .whitespaces).lowercased() == "multipart/form-data",
            let boundary = pieces.dropFirst().lazy.compactMap(Self.boundary).first
        else { return nil }
        delimiter = Array("\r\n--\(boundary)".utf8)
    }

    private static func boundary(_ parameter: Substring) -> String? {
        let halves = parameter.split(separator: "=", maxSplits: 1)
        guard halves.count == 2, halves[0].trimmingCharacters(in: .whitespaces).lowercased() == "boundary" else { return nil }
        var text = halves[1].trimmingCharacters(in: .whitespaces)
        if text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") { text = String(text.dropFirst().dropLast()) }
        let isLegal = text.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 }
        return (1...70).contains(text.utf8.count) && isLegal ? text : nil
    }

    /// True once the last boundary was read: without it the form was cut off.
    var isWhole: Bool { state == .over }

    /// Takes the next bytes; `tell` hears what they hold.
    mutating func push(_ bytes: some Collection<UInt8>, _ tell: (Event) throws -> Void) throws {
        guard state != .over else { return }
        buffer.append(contentsOf: bytes)
        var start = 0
        reading: while true {
            switch state {
            case .over: break reading
            case .before, .body:
                if let found = find(delimiter, from: start) {
                    if state == .body, found > start { try tell(.bytes(buffer[start..<found])) }
                    start = found + delimiter.count
                    state = .boundary
                } else {
                    // What could be the beginning of a boundary waits for what follows.
                    let sure = max(start, buffer.count - delimiter.count + 1)
                    if state == .body, sure > start { try tell(.bytes(buffer[start..<sure])) }
                    if state == .before, sure > Self.mostHeaderBytes { throw WebFault.malformed }
                    if state == .body { start = sure }
                    break reading
                }
            case .boundary:
                guard buffer.count - start >= 2 else { break reading }
                if buffer[start] == 0x2D, buffer[start + 1] == 0x2D {
                    state = .over
                } else if buffer[start] == 13, buffer[start + 1] == 10 {
                    // The line end stays: a part without headers has the empty line right here.
                    state = .headers
                } else {
                    throw WebFault.malformed
                }
            case .headers:
                guard let end = find([13, 10, 13, 10], from: start) else {
                    if buffer.count - start > Self.mostHeaderBytes { throw WebFault.malformed }
                    break reading
                }
                guard end - start <= Self.mostHeaderBytes else { throw WebFault.malformed }
                parts += 1
                guard parts <= Self.mostParts else { throw WebFault.malformed }
                try tell(try Self.part(buffer[start..<end]))
                start = end + 4
                state = .body
            }
        }
        buffer.removeFirst(start)
    }

    private func find(_ pattern: [UInt8], from start: Int) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let first = pattern.first else { return nil }
            var place = start
            while place + pattern.count <= bytes.count {
                guard let hit = memchr(base + place, Int32(first), bytes.count - pattern.count + 1 - place) else { return nil }
                let at = UnsafeRawPointer(hit) - base
                if memcmp(base + at, pattern, pattern.count) == 0 { return at }
                place = at + 1
            }
            return nil
        }
    }

    /// `Content-Disposition: form-data; name="file"; filename="…"`.
    private static func part(_ bytes: ArraySlice<UInt8>) throws -> Event {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw WebFault.malformed }
        for line in text.split(separator: "\r\n") where line.lowercased().hasPrefix("content-disposition:") {
            let parameters = parameters(line.dropFirst("content-disposition:".count))
            if let name = parameters["name"] {
                return .part(name: name, isFile: parameters["filename"] != nil || parameters["filename*"] != nil)
            }
        }
        throw WebFault.malformed
    }

    /// Parameters of a header, those in quotes without them: what is in quotes ends no parameter.
    private static func parameters(_ text: Substring) -> [String: String] {
        var found: [String: String] = [:], name = "", value = "", inQuotes = false, inValue = false
        func end() {
            if inValue, found[name.trimmingSpace.lowercased()] == nil { found[name.trimmingSpace.lowercased()] = value.trimmingSpace }
            (name, value, inValue) = ("", "", false)
        }
        for character in text {
            switch character {
            case "\"": inQuotes.toggle()
            case ";" where !inQuotes: end()
            case "=" where !inQuotes && !inValue: inValue = true
            default: if inValue { value.append(character) } else { name.append(character) }
            }
        }
        end()
        return found
    }
}
