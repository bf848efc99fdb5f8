public import Depersonalisation
public import Intake
public import Sealing

/// Writes one segment. Workers append batches beside each other, each through a lane of its own; blocks are found in batch order afterwards.
public final class SegmentWriter: Sendable {
    /// Columns, in order.
    public let fields: [SegmentField]
    /// What it will be.
    public let identity: SegmentIdentity
    let streams: [SegmentStream]
    let dictionaries: [SharedDictionary]
    let groups: [SharedGroup]
    let cipher: SegmentCipher
    let spool: SegmentSpool

    /// Begins a segment of those fields, sealed under the object's data key.
    public init(identity: SegmentIdentity, fields: [SegmentField], key: DataKey, output: any SegmentOutput) throws(SegmentError) {
        let header = try SegmentHeader(identity: identity, fields: fields)
        self.identity = identity
        self.fields = fields
        streams = SegmentStream.streams(of: fields)
        let seed = identity.salt.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        dictionaries = fields.map { _ in SharedDictionary(seed: seed) }
        groups = streams.map { SharedGroup(width: $0.members.count, seed: seed) }
        cipher = SegmentCipher(header, key: key)
        spool = SegmentSpool(output)
        _ = try spool.add(header.bytes)
    }

    /// Begins a segment of depersonalised records.
    public convenience init(
        identity: SegmentIdentity, fields: [ReleasedField], key: DataKey, output: any SegmentOutput
    ) throws(SegmentError) { try self.init(identity: identity, fields: fields.map { SegmentField($0) }, key: key, output: output) }

    /// A lane for one worker, which keeps it for the whole file: it remembers which of the worker's codes are which of the segment's.
    public func lane() -> SegmentLane { SegmentLane(self) }

    /// Adds one batch. A worker with several batches is faster with a `lane()`.
    public func append(_ table: DepersonalisedTable) throws(SegmentError) { try lane().append(table) }

    /// Adds one batch of personal records.
    public func append(_ table: ValidatedTable) throws(SegmentError) { try lane().append(table) }

    /// Writes dictionaries, reference index and directory, makes the file durable and puts it in its place.
    ///
    /// `superseding` are the held segments of the same dataset and agency, oldest first: their records whose reference occurs here too are
    /// listed as superseded, and count as long as this segment is given to `SegmentSet` with them.
    public func finish(superseding earlier: [SegmentReader] = []) throws(SegmentError) -> SegmentSummary {
        do throws(SegmentError) { return try SegmentEnding(self).write(superseding: earlier) } catch {
            spool.discard()
            throw error
        }
    }

    /// Forgets everything written so far.
    public func discard() { spool.discard() }
}
