import Crypto
import Sealing
import Synchronization

/// The one place where a segment's bytes are put in a row: numbers blocks, keeps their directory entries, hashes and hands on what is written.
final class SegmentSpool: Sendable {
    /// One block as it will stand in the directory.
    struct Block: Sendable {
        let batch: Int, part: Int, rows: Int
        /// The number its messages were sealed under.
        let seal: UInt32
        /// One entry a stream.
        var entries: [ChunkEntry]
        /// Hashes of its references; empty where the segment has no reference field or the block no reference.
        var references: ReferenceHashes
    }
    private struct State {
        var seals: UInt32 = 0
        var blocks: [Block] = []
        var rows = 0
        var offset = 0
        var hash = SHA256()
        /// No more blocks.
        var finished = false
        /// Nothing more at all.
        var failed = false
    }
    private let state = Mutex(State())
    private let output: any SegmentOutput

    init(_ output: any SegmentOutput) { self.output = output }

    /// A number no block had before.
    func nextSeal() throws(SegmentError) -> UInt32 {
        let seal: UInt32? = state.withLock { state in
            guard !state.finished, state.seals < .max else { return nil }
            state.seals += 1
            return state.seals
        }
        guard let seal else { throw .unwritable("it was finished already") }
        return seal
    }

    /// Writes the sealed bytes of a block, whose entries' offsets count from the start of `bytes`.
    func add(_ block: Block, bytes: [UInt8]) throws(SegmentError) {
        let failure: SegmentError? = state.withLock { state in
            guard !state.finished, state.rows + block.rows <= Int(UInt32.max) else {
                return .unwritable("it has more rows than a segment holds")
            }
            var block = block
            for index in block.entries.indices { block.entries[index].offset += state.offset }
            state.blocks.append(block)
            state.rows += block.rows
            return Self.write(bytes, output, &state)
        }
        if let failure { throw failure }
    }

    /// Writes bytes that belong to no block; answers their position.
    func add(_ bytes: [UInt8]) throws(SegmentError) -> Int {
        let result: Result<Int, SegmentError> = state.withLock { state in
            let offset = state.offset
            if let failure = Self.write(bytes, output, &state) { return .failure(failure) }
            return .success(offset)
        }
        return try result.get()
    }

    private static func write(_ bytes: [UInt8], _ output: any SegmentOutput, _ state: inout State) -> SegmentError? {
        if state.failed { return .unwritable("writing failed before") }
        return bytes.withUnsafeBytes { raw in
            do throws(SegmentError) {
                try output.append(raw)
                state.hash.update(bufferPointer: raw)
                state.offset += raw.count
                return nil
            } catch {
                state.finished = true
                state.failed = true
                return error
            }
        }
    }

    /// Takes the blocks out, in file order; nothing can be added to them afterwards.
    func takeBlocks() throws(SegmentError) -> [Block] {
        let blocks: [Block]? = state.withLock { state in
            guard !state.finished, !state.failed else { return nil }
            state.finished = true
            defer { state.blocks = [] }
            return state.blocks.sorted { ($0.batch, $0.part, $0.seal) < ($1.batch, $1.part, $1.seal) }
        }
        guard let blocks else { throw .unwritable("it was finished already, or writing failed before") }
        return blocks
    }

    /// Length and SHA-256 of all that was written.
    var written: (byteCount: Int, digest: [UInt8]) { state.withLock { ($0.offset, Array($0.hash.finalize())) } }

    func commit() throws(SegmentError) { try output.commit() }

    func discard() {
        state.withLock { state in
            state.finished = true
            state.failed = true
        }
        output.discard()
    }
}
