import Foundation
import Logging

/// One JSON object a line on standard error. What a library adds to a line of its own is left out: only what this program says of a request, which
/// is its route, its status and its time, can be no name, no address and no value of anybody.
struct JSONLogHandler: LogHandler {
    static let keys: Set<String> = ["route", "status", "milliseconds", "code", "sent", "failed", "waiting", "number"]
    var logLevel = Logger.Level.notice
    var metadata = Logger.Metadata()
    var metadataProvider: Logger.MetadataProvider?
    private let write: @Sendable (String) -> Void

    init(write: @escaping @Sendable (String) -> Void = { FileHandle.standardError.write(Data($0.utf8)) }) { self.write = write }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        write(Self.line(level: event.level, message: event.message.description, metadata: event.metadata ?? [:], at: Date()))
    }

    private struct Line: Encodable {
        enum Value: Encodable {
            case number(Int), text(String)
            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                switch self {
                case .number(let number): try container.encode(number)
                case .text(let text): try container.encode(text)
                }
            }
        }
        let members: [String: Value]
        func encode(to encoder: any Encoder) throws { try members.encode(to: encoder) }
    }

    static func line(level: Logger.Level, message: String, metadata: Logger.Metadata, at now: Date) -> String {
        var members: [String: Line.Value] = [
            "at": .text(now.ISO8601Format(.init(includingFractionalSeconds: true))), "level": .text(level.rawValue),
            "message": .text(String(message.prefix(200))),
        ]
        for (key, value) in metadata where keys.contains(key) {
            let text = "\(value)"
            members[key] = Int(text).map { .number($0) } ?? .text(text)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(Line(members: members)) else { return "" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
