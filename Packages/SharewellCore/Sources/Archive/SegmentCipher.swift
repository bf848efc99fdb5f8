import Sealing

/// Which part of a segment a message belongs to; with its number this makes the nonce, which therefore never repeats under the segment's key.
enum SegmentPart: UInt8, Sendable {
    case chunk = 1
    case dictionary = 2
    case members = 3
    case stream = 4
    case blocks = 5
    case buckets = 6
    case bucket = 7
    case superseded = 8
    case root = 9

    var title: String {
        switch self {
        case .chunk: "records"
        case .dictionary, .members: "dictionary"
        case .stream, .blocks, .root: "directory"
        case .buckets, .bucket: "reference index"
        case .superseded: "list of superseded records"
        }
    }
}

/// Position of one message: part, column or list, block, message.
struct MessagePosition: Hashable, Sendable {
    var part: SegmentPart
    var index: Int
    var block: UInt32 = 0
    var message: UInt32 = 0
    static let indexLimit = 1 << 24

    var nonce: MessageCipher.Nonce {
        MessageCipher.Nonce(UInt32(part.rawValue) << 24 | UInt32(truncatingIfNeeded: index) & 0xFF_FFFF, block, message)
    }
}

/// Seals and opens the messages of one segment under its own key.
struct SegmentCipher: Sendable {
    private let cipher: MessageCipher
    private let context: [UInt8]

    init(_ header: SegmentHeader, key: DataKey) {
        let info = Array("sharewell segment v1".utf8) + header.identity.object.bytes
        cipher = MessageCipher(key.derived(salt: header.identity.salt, info: info))
        context = header.digest
    }

    func seal(
        _ plain: UnsafeRawBufferPointer, at position: MessagePosition, into output: inout [UInt8]
    ) throws(SegmentError) -> MessageCipher.Tag {
        var tag: MessageCipher.Tag?
        context.withUnsafeBytes { context in
            tag = try? cipher.seal(plain, nonce: position.nonce, authenticating: context, into: &output)
        }
        guard let tag else { throw .unwritable("a block could not be sealed") }
        return tag
    }

    func open<Result>(
        _ sealed: UnsafeRawBufferPointer, tag: MessageCipher.Tag, at position: MessagePosition,
        _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(SegmentError) -> Result {
        let result = context.withUnsafeBytes { context in
            cipher.open(sealed, tag: tag, nonce: position.nonce, authenticating: context, body)
        }
        guard let result else { throw .damaged(position.part.title) }
        return result
    }
}
