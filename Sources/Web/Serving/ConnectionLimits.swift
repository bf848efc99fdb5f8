import Hub

/// How long and how many connections may be: `connections` in `serving.yaml`. Seconds, bytes and numbers; each has a usual value.
struct ConnectionLimits: Sendable, Decodable {
    /// Seconds for the head of a request, and for the TLS handshake before the first.
    var head = 20
    /// Seconds that a connection may be open without a request.
    var idle = 60
    /// Seconds in which what comes of a body is counted, and the bytes a second that it must be at least. Time in which the hub itself does not
    /// read is not counted.
    var body = 30, slowest = 500
    /// Seconds in which something of an answer must be taken.
    var answer = 60
    /// Seconds for a form without a file.
    var form = 60
    /// Connections of one address, and of all; behind a proxy only the second counts. A whole council may come from one address.
    var each = 1_024, all = 4_096
    /// Fields of a head, and their bytes.
    var fields = 100, fieldBytes = 32 << 10
    /// Seconds for what is in progress when the hub is told to stop.
    var closing = 20
    private enum CodingKeys: String, CodingKey {
        case head, idle, body, slowest, answer, form, each, all, fields, closing
        case fieldBytes = "field-bytes"
    }

    init() {}

    init(from decoder: any Decoder) throws {
        self.init()
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read(_ key: CodingKeys, _ value: inout Int) throws { value = try values.decodeIfPresent(Int.self, forKey: key) ?? value }
        try read(.head, &head)
        try read(.idle, &idle)
        try read(.body, &body)
        try read(.slowest, &slowest)
        try read(.answer, &answer)
        try read(.form, &form)
        try read(.each, &each)
        try read(.all, &all)
        try read(.fields, &fields)
        try read(.fieldBytes, &fieldBytes)
        try read(.closing, &closing)
    }

    func check() throws {
        let isSound =
            [head, idle, body, answer, form, closing].allSatisfy { (1...3_600).contains($0) } && (1...1 << 30).contains(slowest)
            && [each, all].allSatisfy { (1...100_000).contains($0) } && (10...10_000).contains(fields)
            && (1_024...1 << 20).contains(fieldBytes)
        guard isSound else {
            throw HubError(
                .setUp, code: "connections-not-understood", "A limit of connections in the settings is out of bounds.",
                remedy: "Times are 1 to 3600 seconds; see docs/operating.md for the others.")
        }
    }
}
