/// The bytes of an image of places, and the duty to give them back. Whoever maps a file hands over how to unmap it.
public final class ImageBytes: @unchecked Sendable {
    // Unsafe only in name: the memory is written before it is handed over and never afterwards.
    let bytes: UnsafeRawBufferPointer
    private let release: @Sendable (UnsafeRawBufferPointer) -> Void

    /// The image's bytes, valid during the call.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { body(bytes) }

    /// Takes over memory that nobody will change any more, aligned to eight bytes or more.
    public init(mapped bytes: UnsafeRawBufferPointer, release: @escaping @Sendable (UnsafeRawBufferPointer) -> Void) {
        self.bytes = bytes
        self.release = release
    }

    /// Keeps a copy.
    public convenience init(copying bytes: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 64)
        copy.copyBytes(from: bytes)
        self.init(mapped: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(copy)[..<bytes.count])) { memory in
            UnsafeMutableRawPointer(mutating: memory.baseAddress)?.deallocate()
        }
    }

    deinit { release(bytes) }

    /// Length in bytes.
    public var count: Int { bytes.count }
}
