/// What one distinct value became.
struct ValueReading: Equatable {
    /// The canonical text.
    enum Form: Equatable {
        /// Supplied in canonical form already.
        case unchanged
        /// Nothing was recorded, or nothing usable.
        case missing
        /// The canonical text.
        case text([UInt8])
    }
    var form: Form
    var finding: ValueFinding?
    var precision = Precision.plain
    /// For dates: first and last day meant, in days since 1970-01-01. For times: minutes since midnight, both the same.
    var from: Int32 = .min
    var to: Int32 = .max

    static let missing = ValueReading(form: .missing, finding: nil)
    static let unchanged = ValueReading(form: .unchanged, finding: nil)
    static func refused(_ finding: ValueFinding) -> ValueReading { ValueReading(form: .missing, finding: finding) }
    static func text(_ text: [UInt8], _ finding: ValueFinding? = nil, precision: Precision = .plain) -> ValueReading {
        ValueReading(form: text.isEmpty ? .missing : .text(text), finding: finding, precision: precision)
    }
}
