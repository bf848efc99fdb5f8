import Foundation
import HTTPTypes

/// Some entries of a list, with the address of those that follow (RFC 8288).
struct Listing<Entry: Encodable & Sendable>: Encodable, Sendable {
    let items: [Entry]
    /// The address of the next; nil at the end.
    let next: String?

    static func schema(of entry: Schema) -> Schema {
        .object([Member("items", .array(entry)), Member("next", .text(format: "uri"), optional: true)])
    }
}

/// The parameters of lists.
enum Paging {
    static let most = 1000
    static let limit = Operation.Parameter.query("limit", .integer(1...most), "How many at most; 100 where it is not said.")
    static let after = Operation.Parameter.query(
        "cursor", .text(pattern: "[A-Za-z0-9_-]+", most: 200), "Where to go on, as the address under next has it.")

    /// A page of entries, which are sorted by a key; the key of the last one is where the next page goes on.
    static func reply<Whole, Entry: Encodable & Sendable>(
        _ all: [Whole], _ call: Call, key: (Whole) -> String, _ entry: (Whole) throws -> Entry
    ) throws -> Reply {
        let limit = call.integer("limit", default: 100)
        let rest = call["cursor"].map { after in Array(all.drop { key($0) <= after }) } ?? all
        let shown = rest.prefix(limit)
        let next = rest.count > shown.count ? shown.last.map { call.address(with: "cursor", key($0)) } : nil
        return linked(JSONReply.reply(Listing(items: try shown.map(entry), next: next)), next)
    }

    /// The reply with the link to the next in its head as well.
    static func linked(_ reply: Reply, _ next: String?) -> Reply {
        guard let next else { return reply }
        var reply = reply
        reply.headers.append((.link, "<\(next)>; rel=\"next\""))
        return reply
    }
}
