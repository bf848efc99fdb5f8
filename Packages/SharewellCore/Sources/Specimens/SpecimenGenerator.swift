import Guidance

/// Writes specimens of one record type as CSV (RFC 4180, UTF-8, CRLF), a record at a time and without end.
///
/// Record number n is the same whatever is written before or after it, so a file may be made in parts.
public struct SpecimenGenerator: Sendable {
    /// The column names, in order: the field names of the standard.
    public let headers: [String]
    private let seed: UInt64
    private let salt: UInt64
    private let plan: RecordPlan
    private let gazette: Gazette

    init(recordType: RecordType, rulebook: Rulebook, seed: UInt64, places: SpecimenPlaces, today: Int, days: Int) {
        headers = recordType.fields.map(\.name)
        self.seed = seed
        salt = recordType.id.rawValue.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        gazette = Gazette(places)
        plan = RecordPlan(recordType, rulebook: rulebook, days: (today - days)...(today - 1))
    }

    /// Writes the header and that many records.
    /// - Parameter sink: is given the bytes in pieces of about a mebibyte.
    public func write<Failure: Error>(rows: Int, to sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        try write(rows: 0..<max(rows, 0), withHeader: true, to: sink)
    }

    /// Writes records of a range of numbers, with or without the header before them.
    public func write<Failure: Error>(
        rows: Range<Int>, withHeader: Bool, to sink: ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1_200_000)
        if withHeader {
            bytes.append(contentsOf: headers.joined(separator: ",").utf8)
            bytes.append(contentsOf: [0x0D, 0x0A])
        }
        var draft = RecordDraft(groups: plan.groups.count)
        for row in rows {
            plan.begin(&draft, row: row, seed: seed, salt: salt, gazette: gazette)
            for (position, maker) in plan.makers.enumerated() {
                if position > 0 { bytes.append(0x2C) }
                maker.append(to: &bytes, of: &draft, in: gazette)
            }
            bytes.append(0x0D)
            bytes.append(0x0A)
            if bytes.count >= 1 << 20 {
                try sink(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        if !bytes.isEmpty { try sink(bytes) }
    }
}
