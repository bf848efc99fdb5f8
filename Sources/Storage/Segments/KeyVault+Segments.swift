public import Archive
import Sealing

extension KeyVault {
    /// Begins the segment of a new object, in the vault's own folder; of a rehearsal, nowhere.
    public func segmentWriter(
        for object: NewObject, dataset: String, kind: SegmentIdentity.Kind, fields: [SegmentField], isRehearsal: Bool = false
    ) throws(SegmentError) -> SegmentWriter {
        let identity = SegmentIdentity(object: object.id, dataset: dataset, kind: kind, salt: object.salt)
        let output: any SegmentOutput = isRehearsal ? RehearsedSegment() : try SegmentFileOutput(file: segmentFile(of: object.id))
        return try SegmentWriter(identity: identity, fields: fields, key: object.key, output: output)
    }
}

/// A segment that is sealed only to be told how it would be: no byte of it is written anywhere.
private struct RehearsedSegment: SegmentOutput {
    func append(_ bytes: UnsafeRawBufferPointer) {}
    func commit() {}
    func discard() {}
}
