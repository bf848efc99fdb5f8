import Places
import Synchronization

/// Rings in degrees as they were written last. A map draws the same hexagons and boundaries for everybody: turning thousands of corners into degrees
/// was most of what it cost. They are where places are, and say nothing of records.
final class RingTexts: Sendable {
    private let texts = Mutex<[[GridPoint]: String]>([:])
    /// Corners of a ring that is kept at most, and rings: a longer one costs more to find again than to write.
    private static let mostCorners = 12, most = 20_000

    /// The text of a ring; nil where it cannot be converted.
    func text(of ring: [GridPoint], _ write: () -> String?) -> String? {
        guard ring.count <= Self.mostCorners else { return write() }
        if let known = texts.withLock({ $0[ring] }) { return known }
        let text = write()
        texts.withLock { texts in
            if texts.count >= Self.most { texts = [:] }
            texts[ring] = text
        }
        return text
    }
}
