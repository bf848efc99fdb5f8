import Guidance

/// What is stored once a block: one column, or several that share their codes.
struct SegmentStream: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// One column.
        case single
        /// Texts with a hash index.
        case reference
        /// A leader and its followers.
        case group
    }
    let kind: Kind
    /// Columns in it; the leader first.
    let members: [Int]

    /// The streams of a segment, which follow from its fields alone.
    static func streams(of fields: [SegmentField]) -> [SegmentStream] {
        let reference = fields.firstIndex { $0.role == .reference && $0.follows == nil }
        return fields.indices.compactMap { index in
            if fields[index].follows != nil { return nil }
            let followers = fields.indices.filter { fields[$0].follows == index }
            if !followers.isEmpty { return SegmentStream(kind: .group, members: [index] + followers) }
            return SegmentStream(kind: index == reference ? .reference : .single, members: [index])
        }
    }
}
