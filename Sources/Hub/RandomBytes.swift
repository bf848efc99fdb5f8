/// Randomness for keys and identities, from the operating system. Only the hub has it; the core gets it as values.
enum RandomBytes {
    /// So many bytes.
    static func make(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}
