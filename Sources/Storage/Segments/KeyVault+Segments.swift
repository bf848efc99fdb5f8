public import Archive
public import Sealing

extension KeyVault {
    /// Begins the segment of a new object, in the vault's own folder.
    public func segmentWriter(
        for object: NewObject, dataset: String, kind: SegmentIdentity.Kind, fields: [SegmentField]
    ) throws(SegmentError) -> SegmentWriter {
        let identity = SegmentIdentity(object: object.id, dataset: dataset, kind: kind, salt: object.salt)
        let output = try SegmentFileOutput(file: segmentFile(of: object.id))
        return try SegmentWriter(identity: identity, fields: fields, key: object.key, output: output)
    }

    /// Opens the segment of an object. Throws a `SealingError` where there is no key, a `SegmentError` where the file is not that segment.
    public func segmentReader(of object: ObjectID) throws -> SegmentReader {
        let key = try dataKey(of: object)
        return try SegmentReader(opening: SegmentFileInput(file: segmentFile(of: object)), object: object, key: key)
    }
}
