/// How a person reaches the hub: what the Suffolk Matrix asks about, beside the marking (§4.3.6, Figure 1). Identifiers are the matrix's.
public struct AccessWay: Sendable, Hashable, Codable {
    /// The network: `gsi`.
    public let network: String
    /// The way of access: `secure-premises`.
    public let device: String
    /// How people sign in: `password-best-practice`.
    public let signIn: String
    /// How they were registered: `level-2`.
    public let registration: String
    /// Footnotes of the figure whose conditions are confirmed to hold, sorted.
    public let confirmed: [Int]
    /// A way.
    public init(network: String, device: String, signIn: String, registration: String, confirmed: [Int] = []) {
        self.network = network
        self.device = device
        self.signIn = signIn
        self.registration = registration
        self.confirmed = Set(confirmed).sorted()
    }
}

extension SuffolkMatrix {
    /// Whether information of a marking may be reached in that way; conditions that it confirms are met.
    public func check(_ way: AccessWay, reaches marking: String) -> MatrixAnswer {
        let answer = check(
            marking: marking, network: way.network, device: way.device, signIn: way.signIn, registration: way.registration)
        let open = answer.conditions.filter { condition in condition.note.map { !way.confirmed.contains($0) } ?? true }
        return open.isEmpty && answer.shortfalls.isEmpty ? .allowed : open.isEmpty ? answer : .allowedUnder(open)
    }

    /// The way with the matrix's own identifiers; nil if the figure has not every one of them.
    public func known(_ way: AccessWay) -> AccessWay? {
        func id(_ name: String, _ steps: [Step]) -> String? { Self.rank(name, in: steps).map { steps[$0].id } }
        guard let network = id(way.network, networks), let device = device(way.device)?.id, let signIn = id(way.signIn, signIns),
            let registration = id(way.registration, registrations),
            way.confirmed.allSatisfy({ number in notes.contains { $0.number == number } })
        else { return nil }
        return AccessWay(network: network, device: device, signIn: signIn, registration: registration, confirmed: way.confirmed)
    }
}
