import Crypto
public import Foundation
import Synchronization

/// A file that waits to be read, without a name and encrypted under a key that is nowhere but in this process's memory: a process that ends for
/// any reason leaves nothing of it that could be found or read.
///
/// It stands in messages of one mebibyte (AES-256-GCM, nonce the message's number under a key used for this file alone), so that any part can be
/// read by itself and a file of any size takes no more memory than two messages.
public final class WaitingFile: Sendable {
    static let message = 1 << 20
    private static let tag = 16

    private struct Writing {
        var pending: [UInt8] = []
        var sealed = 0
        var isWhole = false
        var steady = SteadyWriting()
    }
    private let descriptor: Int32
    private let key = SymmetricKey(size: .bits256)
    private let writing = Mutex(Writing())

    /// Begins one in that folder.
    public init(in folder: URL) throws(FileFault) {
        let target = folder.appending(path: "waiting")
        descriptor = UnnamedFile.openNameless(in: folder)
        guard descriptor >= 0 else { throw FileFault("write", target) }
    }

    deinit { close(descriptor) }

    /// Bytes so far.
    public var count: Int { writing.withLock { $0.sealed * Self.message + $0.pending.count } }

    /// Adds bytes; nothing more can be added once it is whole.
    public func append(_ bytes: UnsafeRawBufferPointer) throws(FileFault) {
        let result = writing.withLock { state -> Result<Void, FileFault> in
            guard !state.isWhole else { return .failure(FileFault("add to", URL(filePath: "waiting"))) }
            var rest = bytes
            while !rest.isEmpty {
                let room = Self.message - state.pending.count
                let part = UnsafeRawBufferPointer(rebasing: rest.prefix(room))
                state.pending.append(contentsOf: part)
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
                if state.pending.count == Self.message {
                    if let fault = seal(state.pending, number: state.sealed) { return .failure(fault) }
                    state.sealed += 1
                    state.steady.wrote(Self.message + Self.tag, to: descriptor)
                    state.pending.removeAll(keepingCapacity: true)
                }
            }
            return .success(())
        }
        try result.get()
    }

    /// Adds bytes.
    public func append(_ bytes: [UInt8]) throws(FileFault) {
        var fault: FileFault?
        bytes.withUnsafeBytes { buffer in do throws(FileFault) { try append(buffer) } catch { fault = error } }
        if let fault { throw fault }
    }

    /// Says that nothing follows: from now on it is only read.
    public func finish() { writing.withLock { $0.isWhole = true } }

    /// Bytes at a place; fewer only at the end.
    public func read(at offset: Int, count: Int) throws(SuppliedFileError) -> [UInt8] {
        let (sealed, pending) = writing.withLock { ($0.sealed, $0.pending) }
        var out: [UInt8] = []
        var place = offset
        while out.count < count, place >= 0, place < sealed * Self.message + pending.count {
            let number = place / Self.message, within = place % Self.message
            let part = number == sealed ? pending : try opened(number)
            let more = part[within..<min(part.count, within + count - out.count)]
            out += more
            place += more.count
        }
        return out
    }

    private func nonce(_ number: Int) throws -> AES.GCM.Nonce {
        var bytes = [UInt8](repeating: 0, count: 12)
        for position in 0..<8 { bytes[11 - position] = UInt8(truncatingIfNeeded: number >> (8 * position)) }
        return try AES.GCM.Nonce(data: bytes)
    }

    private func seal(_ bytes: [UInt8], number: Int) -> FileFault? {
        guard let box = try? AES.GCM.seal(bytes, using: key, nonce: nonce(number)) else {
            return FileFault("write", URL(filePath: "waiting"))
        }
        let sealed = [UInt8](box.ciphertext + box.tag)
        var done = 0
        while done < sealed.count {
            let wrote = sealed.withUnsafeBytes { buffer in
                pwrite(
                    descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done,
                    off_t(number * (Self.message + Self.tag) + done))
            }
            if wrote < 0 {
                if errno == EINTR { continue }
                return FileFault("write", URL(filePath: "waiting"))
            }
            done += wrote
        }
        return nil
    }

    private func opened(_ number: Int) throws(SuppliedFileError) -> [UInt8] {
        var sealed = [UInt8](repeating: 0, count: Self.message + Self.tag)
        var done = 0
        while done < sealed.count {
            let got = sealed.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(number * buffer.count + done))
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { throw .readFailed }
            done += got
        }
        do {
            let box = try AES.GCM.SealedBox(
                nonce: nonce(number), ciphertext: sealed[..<Self.message], tag: sealed[Self.message...])
            return [UInt8](try AES.GCM.open(box, using: key))
        } catch { throw .readFailed }
    }
}

/// Where a supplied file is.
public enum SuppliedOrigin: Sendable {
    /// At a path.
    case file(URL)
    /// Waiting here, whole.
    case waiting(WaitingFile)
}
