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

    static func line(level: Logger.Level, message: String, metadata: Logger.Metadata, at now: Date) -> String {
        var members = [
            "\"at\":\(ProblemDetails.quoted(now.ISO8601Format(.init(includingFractionalSeconds: true))))",
            "\"level\":\(ProblemDetails.quoted(level.rawValue))", "\"message\":\(ProblemDetails.quoted(String(message.prefix(200))))",
        ]
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) where keys.contains(key) {
            let text = "\(value)"
            members.append("\(ProblemDetails.quoted(key)):\(Int(text).map(String.init) ?? ProblemDetails.quoted(text))")
        }
        return "{\(members.joined(separator: ","))}\n"
    }
}
