import Crypto
import Guidance
import Sealing

/// The plain beginning of a segment: what it is and which columns it has. Its SHA-256 is associated data of every message.
struct SegmentHeader: Sendable {
    let identity: SegmentIdentity
    let fields: [SegmentField]
    let bytes: [UInt8]
    let digest: [UInt8]

    private static let magic = Array("SWSEGMNT".utf8)
    private static let version: UInt16 = 1
    static let fieldLimit = 4096, textLimit = 4096, byteLimit = 1 << 24

    init(identity: SegmentIdentity, fields: [SegmentField]) throws(SegmentError) {
        guard fields.count <= Self.fieldLimit,
            ([identity.dataset] + fields.flatMap { [$0.name, $0.title] }).allSatisfy({ $0.utf8.count <= Self.textLimit }),
            Self.leadersAreSound(fields), Set(fields.map(\.name)).count == fields.count
        else { throw .unwritable("its list of fields is not usable") }
        var body = ByteWriter()
        body.raw(identity.object.bytes)
        body.raw(identity.salt)
        body.integer(identity.kind.rawValue)
        body.text(identity.dataset)
        body.variable(UInt64(fields.count))
        for field in fields {
            body.text(field.name)
            body.text(field.title)
            body.text(field.type.rawValue)
            body.text(field.role.rawValue)
            body.variable(UInt64((field.follows ?? -1) + 1))
        }
        var writer = ByteWriter()
        writer.raw(Self.magic)
        writer.integer(Self.version)
        writer.integer(UInt16(0))
        writer.integer(UInt32(body.bytes.count))
        writer.raw(body.bytes)
        self.identity = identity
        self.fields = fields
        bytes = writer.bytes
        digest = Array(SHA256.hash(data: bytes))
    }

    static let prefixCount = 16

    /// Length of the whole header, from its first 16 bytes.
    static func byteCount(prefix: UnsafeRawBufferPointer) throws(SegmentError) -> Int {
        var reader = ByteReader(prefix)
        guard let found = reader.raw(magic.count), found.elementsEqual(magic) else {
            throw SegmentError(code: "not-a-segment", "This file is not a segment of Sharewell's archive.", remedy: SegmentError.restore)
        }
        guard let found = reader.integer(UInt16.self), found == version else {
            throw SegmentError(
                code: "segment-version", "The segment's version is not 1, the one this program knows.",
                remedy: "Use a later version of Sharewell.")
        }
        guard reader.integer(UInt16.self) == 0, let count = reader.integer(UInt32.self), count < byteLimit else { throw .damaged("header") }
        return prefixCount + Int(count)
    }

    init(reading raw: UnsafeRawBufferPointer) throws(SegmentError) {
        guard try Self.byteCount(prefix: raw) == raw.count else { throw .damaged("header") }
        guard let (identity, fields) = Self.read(UnsafeRawBufferPointer(rebasing: raw[Self.prefixCount...])), Self.leadersAreSound(fields),
            Set(fields.map(\.name)).count == fields.count
        else { throw .damaged("header") }
        self.identity = identity
        self.fields = fields
        bytes = Array(raw)
        digest = Array(SHA256.hash(data: raw))
    }

    private static func read(_ raw: UnsafeRawBufferPointer) -> (SegmentIdentity, [SegmentField])? {
        var reader = ByteReader(raw)
        guard let id = reader.raw(ObjectID.byteCount), let object = ObjectID(bytes: id), let salt = reader.raw(SegmentIdentity.saltCount),
            let code = reader.integer(UInt8.self), let kind = SegmentIdentity.Kind(rawValue: code),
            let dataset = reader.text(limit: textLimit), let count = reader.count(below: fieldLimit + 1)
        else { return nil }
        var fields: [SegmentField] = []
        for _ in 0..<count {
            guard let name = reader.text(limit: textLimit), let title = reader.text(limit: textLimit),
                let type = reader.text(limit: textLimit).flatMap(FieldType.init(rawValue:)),
                let role = reader.text(limit: textLimit).flatMap(FieldRole.init(rawValue:)),
                let leader = reader.count(below: fieldLimit + 1)
            else { return nil }
            fields.append(SegmentField(name: name, title: title, type: type, role: role, follows: leader == 0 ? nil : leader - 1))
        }
        return reader.isAtEnd ? (SegmentIdentity(object: object, dataset: dataset, kind: kind, salt: Array(salt)), fields) : nil
    }

    private static func leadersAreSound(_ fields: [SegmentField]) -> Bool {
        fields.indices.allSatisfy { index in
            guard let leader = fields[index].follows else { return true }
            return fields.indices.contains(leader) && leader != index && fields[leader].follows == nil
        }
    }
}
