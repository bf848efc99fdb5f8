import Sealing
import Testing

@Suite("Packages sealed to one recipient")
struct TransferPackageTests {
    private let header = Array("{\"to\":\"probation\"}".utf8)

    private func package(_ frames: [[UInt8]], to key: PackageKey) throws -> (beginning: [UInt8], sealed: [[UInt8]]) {
        var sealer = try PackageSealer(to: key, header: header)
        var sealed: [[UInt8]] = []
        for (number, frame) in frames.enumerated() { sealed.append(try sealer.frame(frame, isLast: number == frames.count - 1)) }
        return (sealer.beginning, sealed)
    }

    private func opener(_ secret: PackageSecret, _ beginning: [UInt8], header: [UInt8]? = nil) throws -> PackageOpener {
        try PackageOpener(
            secret, header: header ?? self.header, encapsulated: Array(beginning.suffix(TransferPackage.encapsulatedCount)))
    }

    @Test("what was sealed is opened, in its order, with its last frame marked")
    func roundTrip() throws {
        let secret = try PackageSecret.make()
        let frames = [Array("letter".utf8), [UInt8](repeating: 7, count: TransferPackage.frameBytes), []]
        let (beginning, sealed) = try package(frames, to: secret.publicKey)
        #expect(beginning.starts(with: TransferPackage.magic))
        var opener = try opener(PackageSecret(bytes: secret.bytes), beginning)
        for (number, frame) in sealed.enumerated() {
            #expect(try opener.open(Array(frame.dropFirst(4)), isLast: number == 2) == frames[number])
        }
    }

    @Test("another key, another header, a frame left out, moved, altered or taken for the last is refused")
    func refused() throws {
        let secret = try PackageSecret.make()
        let (beginning, sealed) = try package([[1], [2], [3]], to: secret.publicKey)
        func opens(_ secret: PackageSecret, header: [UInt8]? = nil, _ frames: [(Int, Bool)], flip: Int? = nil) -> Bool {
            do {
                var opener = try opener(secret, beginning, header: header)
                for (number, isLast) in frames {
                    var frame = Array(sealed[number].dropFirst(4))
                    if let flip { frame[flip % frame.count] ^= 1 }
                    _ = try opener.open(frame, isLast: isLast)
                }
                return true
            } catch { return false }
        }
        let whole = [(0, false), (1, false), (2, true)]
        #expect(opens(secret, whole))
        #expect(!opens(try PackageSecret.make(), whole))
        #expect(!opens(secret, header: Array("{\"to\":\"council\"}".utf8), whole))
        #expect(!opens(secret, [(1, false)]) && !opens(secret, [(0, false), (2, true)]) && !opens(secret, [(0, true)]))
        for byte in 0..<17 { #expect(!opens(secret, whole, flip: byte)) }
        #expect(throws: SealingError.self) { try PackageKey(bytes: [UInt8](repeating: 4, count: 65)) }
    }
}
