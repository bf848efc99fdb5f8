public import Archive
import Sealing

extension KeyVault {
    /// Begins the segment of a new object, in the vault's own folder.
    public func segmentWriter(
        for object: NewObject, dataset: String, kind: SegmentIdentity.Kind, fields: [SegmentField]
    ) throws(SegmentError) -> SegmentWriter {
        let identity = SegmentIdentity(object: object.id, dataset: dataset, kind: kind, salt: object.salt)
        let output = try SegmentFileOutput(file: segmentFile(of: object.id))
        return try SegmentWriter(identity: identity, fields: fields, key: object.key, output: output)
    }
}
