extension SuffolkMatrix {
    /// Whether information of a marking may be reached in one way. Names are identifiers or titles, whatever the case of their letters; what the
    /// figure does not have is refused.
    /// - Parameters:
    ///   - marking: the marking, another name of it, or its business impact level
    ///   - registration: how the person was registered; where it is not stated, the level's own has to be confirmed
    /// - Returns: the answer; never an error, for whatever text.
    public func check(marking: String, network: String, device: String, signIn: String, registration: String? = nil) -> MatrixAnswer {
        guard let level = level(marking) else { return .refused([unknownMarking(marking)]) }
        var conditions: [MatrixAnswer.Condition] = []
        var shortfalls: [MatrixAnswer.Shortfall] = []
        if let registration {
            shortfalls += short(registration, of: level.registration, in: registrations, .registration, at: level)
        } else if let asked = registrations.firstIndex(where: { $0.id == level.registration }), asked > 0 {
            conditions.append(.init(note: nil, text: "The person is registered: \(registrations[asked].title), or higher"))
        }
        shortfalls += short(signIn, of: level.signIn, in: signIns, .signIn, at: level)
        if !serves(network, level) {
            let known = Self.rank(network, in: networks) != nil
            shortfalls.append(
                .init(
                    demand: .network,
                    message: known
                        ? "\(shown(network, in: networks)) is not accredited for \(level.name)."
                        : "\(Spelling.shown(network)) is not a network of Figure 1.\(near(network, networks.map(\.id)))",
                    remedy: "Use one of: \(networks.filter { serves($0.id, level) }.map(\.title).joined(separator: ", "))."))
        }
        switch self.device(device).map({ (device: $0, cell: $0.external ? level.access[$0.id] ?? .no : .yes) }) {
        case nil:
            shortfalls.append(
                .init(
                    demand: .device,
                    message: "\(Spelling.shown(device)) is not a way of access of Figure 1.\(near(device, devices.map(\.id)))",
                    remedy: waysThatDo(level)))
        case (let device, .no)?:
            shortfalls.append(
                .init(demand: .device, message: "\(device.title): not allowed for \(level.name).", remedy: waysThatDo(level)))
        case (_, .under(let number))?:
            // Loading checks that the note is there; without its text nobody could confirm it.
            if let note = notes.first(where: { $0.number == number }) {
                conditions.append(.init(note: number, text: note.text))
            } else {
                shortfalls.append(
                    .init(demand: .device, message: "Footnote \(number) is not in the rulebook.", remedy: "Add it to the matrix."))
            }
        case (_, .yes)?: break
        }
        if !shortfalls.isEmpty { return .refused(shortfalls) }
        return conditions.isEmpty ? .allowed : .allowedUnder(conditions)
    }

    /// True if the network does for the level: it is named there, or at a higher level, or any network does.
    func serves(_ name: String, _ level: Level) -> Bool {
        if level.anyNetwork { return true }
        guard let own = levels.firstIndex(of: level), let rank = Self.rank(name, in: networks) else { return false }
        return levels[...own].contains { $0.networks.contains(networks[rank].id) }
    }

    private func short(_ given: String, of asked: String, in steps: [Step], _ demand: MatrixAnswer.Demand, at level: Level)
        -> [MatrixAnswer.Shortfall]
    {
        guard let least = steps.firstIndex(where: { $0.id == asked }) else {
            return [.init(demand: demand, message: "\(level.name) asks for what the matrix does not define.", remedy: "Mend the rulebook.")]
        }
        let rank = Self.rank(given, in: steps)
        if let rank, rank >= least { return [] }
        let what = demand == .signIn ? "a way to sign in" : "a registration level"
        return [
            .init(
                demand: demand,
                message: rank == nil
                    ? "\(Spelling.shown(given)) is not \(what) of Figure 1.\(near(given, steps.map(\.id)))"
                    : "\(shown(given, in: steps)): less than \(level.name) asks.",
                remedy: "At least: \(steps[least].title)\(steps.count > least + 1 ? " (\(steps[least].id)), or stronger" : " (\(asked))").")
        ]
    }

    private func shown(_ name: String, in steps: [Step]) -> String {
        Self.rank(name, in: steps).map { steps[$0].title } ?? Spelling.shown(name)
    }

    private func near(_ word: String, _ all: [String]) -> String {
        Spelling.nearest(to: word.lowercased(), among: all).map { " Did you mean \($0)?" } ?? ""
    }

    private func waysThatDo(_ level: Level) -> String {
        let ways = devices.compactMap { device -> String? in
            guard device.external else { return device.title }
            switch level.access[device.id] ?? .no {
            case .no: return nil
            case .yes: return device.title
            case .under(let note): return "\(device.title) under footnote \(note)"
            }
        }
        return "Ways that do: \(ways.joined(separator: "; "))."
    }

    private func unknownMarking(_ name: String) -> MatrixAnswer.Shortfall {
        .init(
            demand: .marking,
            message: "\(Spelling.shown(name)) is not a marking of Figure 1. \(higherMarkings)\(near(name, levels.map(\.marking)))",
            remedy: "The markings are: \(levels.map(\.name).joined(separator: ", ")). Ask the originator or your security adviser.")
    }
}
