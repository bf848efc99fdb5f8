/// A small, fast generator of numbers that look random and are the same everywhere for the same seed (Steele, Lea and Flood, 2014).
///
/// For specimens only: nothing secret may come from it.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts at a seed.
    public init(seed: UInt64) { state = seed }

    /// Starts at a seed made of several numbers, none of which shows in the others' sequences.
    init(_ first: UInt64, _ second: UInt64, _ third: UInt64 = 0) {
        var mixer = SplitMix64(seed: first)
        let one = mixer.next()
        mixer = SplitMix64(seed: one ^ second)
        let two = mixer.next()
        mixer = SplitMix64(seed: two ^ third)
        state = mixer.next()
    }

    /// The next 64 bits.
    @inline(__always)
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number from 0 to below the bound; 0 for a bound of 0 or less.
    @inline(__always)
    mutating func below(_ bound: Int) -> Int {
        guard bound > 0 else { return 0 }
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number of the range.
    @inline(__always)
    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.upperBound - range.lowerBound + 1) }

    /// True so many times in a hundred.
    @inline(__always)
    mutating func percent(_ share: Int) -> Bool { below(100) < share }

    /// From 0 to below the bound, small numbers more often.
    @inline(__always)
    mutating func skewed(_ bound: Int) -> Int { min(below(bound), below(bound)) }
}
