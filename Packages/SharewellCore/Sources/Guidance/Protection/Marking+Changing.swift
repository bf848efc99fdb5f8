/// A change of marking that may not be made.
public struct MarkingRefusal: Error, Sendable, Hashable, Encodable {
    /// `lowered-without-originator`.
    public let code: String
    /// What was tried and why it may not be.
    public let message: String
    /// What would do.
    public let remedy: String
}

extension Marking {
    /// The marking after somebody wants it changed: anybody raises it; it is lowered only with the agreement of every originator (§2.1D:
    /// more widely published only with the permission of the supplier from which the information originated).
    /// - Parameters:
    ///   - originators: the agencies that the thing's contents came from
    ///   - agreed: the agencies that agreed to this very change
    /// - Returns: the new marking.
    public func changed<Agency: Hashable>(to new: Marking, originators: Set<Agency>, agreed: Set<Agency>) throws(MarkingRefusal) -> Marking
    {
        if new.level >= level { return new }
        guard !originators.isEmpty else {
            throw MarkingRefusal(
                code: "lowered-without-originator", message: "\(id) cannot be lowered to \(new.id): the originator is not recorded.",
                remedy: "Record the agency the information came from and its agreement, or leave it \(id).")
        }
        let missing = originators.subtracting(agreed).count
        guard missing == 0 else {
            throw MarkingRefusal(
                code: "lowered-without-originator",
                message: "\(id) cannot be lowered to \(new.id): \(missing) of \(originators.count) originators did not agree.",
                remedy: "Ask each originating agency's liaison officer, or leave it \(id). Anybody may raise it.")
        }
        return new
    }
}
