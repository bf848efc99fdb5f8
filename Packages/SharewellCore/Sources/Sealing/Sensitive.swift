/// A secret on its way: prints, reflects and interpolates as `<sensitive>`, so that it cannot reach a log or an error by accident.
public struct Sensitive<Value> {
    private let value: Value
    /// Wraps a secret.
    public init(_ value: Value) { self.value = value }
    /// Lends the secret to `body`. What `body` returns is no longer guarded.
    public func reveal<Result, Failure: Error>(_ body: (Value) throws(Failure) -> Result) throws(Failure) -> Result { try body(value) }
}

extension Sensitive: Sendable where Value: Sendable {}

extension Sensitive: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `<sensitive>`.
    public var description: String { "<sensitive>" }
    /// Always `<sensitive>`.
    public var debugDescription: String { description }
    /// Without children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
