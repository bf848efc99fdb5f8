import CZlib

/// One deflate stream being unpacked by zlib.
final class Inflater {
    enum Format {
        /// A member of a gzip file, header and check sum included.
        case gzip
        /// Bare deflate, as in zip.
        case raw
    }
    // zlib keeps the address of the stream, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private(set) var isEnded = false

    init(_ format: Format) throws(SuppliedFileError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let bits: Int32 = format == .gzip ? MAX_WBITS + 16 : -MAX_WBITS
        guard inflateInit2_(stream, bits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            stream.deallocate()
            throw .damaged
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Begins another stream of the same format.
    func reset() {
        inflateReset(stream)
        isEnded = false
    }

    /// Unpacks as much as there is input and room for.
    func inflate(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(SuppliedFileError) -> (consumed: Int, produced: Int) {
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(clamping: input.count)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(clamping: output.count)
        let (offered, room) = (stream.pointee.avail_in, stream.pointee.avail_out)
        let status = CZlib.inflate(stream, Z_NO_FLUSH)
        defer {
            stream.pointee.next_in = nil
            stream.pointee.next_out = nil
        }
        switch status {
        case Z_STREAM_END: isEnded = true
        case Z_OK, Z_BUF_ERROR: break
        default: throw .damaged
        }
        return (Int(offered - stream.pointee.avail_in), Int(room - stream.pointee.avail_out))
    }
}
