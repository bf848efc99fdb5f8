/// Randomness for keys and identities, from the operating system's generator. The core gets it as values.
public enum RandomBytes {
    /// So many bytes.
    public static func make(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
