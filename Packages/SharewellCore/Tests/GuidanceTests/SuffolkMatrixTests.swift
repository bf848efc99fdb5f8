import Guidance
import Testing

@Suite("The Suffolk Matrix")
struct SuffolkMatrixTests {
    /// One level of Figure 1 as typed by hand from the guidance, with the two rows of its cells.
    struct Row: Sendable {
        let marking: String
        let registration: Int
        let signIn: String
        let networks: [String]
        let first: [String]
        let second: [String]
    }
    static let firstWays = ["gov-pc", "cafe", "ped", "home-gov-pc"]
    static let secondWays = ["wifi", "3g-card", "bluetooth", "bootable-usb"]
    static let figure = [
        Row(
            marking: "CONFIDENTIAL", registration: 3, signIn: "protected", networks: ["x.GSi", "xCJX"], first: ["Y 1", "N", "N", "Y 2"],
            second: ["N", "N", "N", "Y 3"]),
        Row(
            marking: "RESTRICTED", registration: 2, signIn: "password-best-practice", networks: ["N3", "GSi", "CJX"],
            first: ["Y", "N", "Y 4", "Y 5"], second: ["Y 6", "Y 7", "N", "Y 8"]),
        Row(
            marking: "PROTECT", registration: 1, signIn: "password-best-practice", networks: ["GCSx", "Best commercial"],
            first: ["Y", "N", "Y", "Y"], second: ["Y", "Y", "Y 9", "Y"]),
        Row(
            marking: "NOT PROTECTIVELY MARKED", registration: 0, signIn: "none", networks: ["Any"], first: ["Y", "Y", "Y", "Y"],
            second: ["Y", "Y", "Y", "Y"]),
    ]
    static let signIns = ["none", "password", "password-best-practice", "certificate", "protected"]
    static let registrations = ["anonymous", "level-1", "level-2", "level-3"]
    static let notes = [
        "thin client", "secure laptop", "strong business case", "Blackberry", "Manual T or Manual V", "Manual Y", "software encryption",
        "software-based cryptography", "strong business case",
    ]

    func matrix() throws -> SuffolkMatrix { try #require(try ShippedRulebook.rulebook.get().matrix) }

    @Test("answers every combination of Figure 1 as the figure does")
    func everyCombination() throws {
        let matrix = try matrix()
        let networks = Self.figure.flatMap(\.networks)
        var wrong: [String] = []
        for (height, row) in Self.figure.enumerated() {
            // A network of this level, of a higher one, or any where any does.
            let serving = height == 3 ? networks + ["a neighbour's"] : Self.figure[...height].flatMap(\.networks)
            let cells = zip(Self.firstWays + Self.secondWays, row.first + row.second).map { ($0, $1) } + [("secure-premises", "Y")]
            for (device, cell) in cells {
                for network in networks + ["a neighbour's"] {
                    for (strength, signIn) in Self.signIns.enumerated() {
                        for (rank, registration) in Self.registrations.enumerated() {
                            var failing: [MatrixAnswer.Demand] = []
                            if rank < row.registration { failing.append(.registration) }
                            if strength < (Self.signIns.firstIndex(of: row.signIn) ?? 99) { failing.append(.signIn) }
                            if !serving.contains(network) { failing.append(.network) }
                            if cell == "N" { failing.append(.device) }
                            let answer = matrix.check(
                                marking: row.marking, network: network, device: device, signIn: signIn, registration: registration)
                            let note = cell.split(separator: " ").last.flatMap { Int($0) }
                            let right =
                                failing.isEmpty
                                ? answer.shortfalls.isEmpty && answer.conditions.compactMap(\.note) == (note.map { [$0] } ?? [])
                                    && (note != nil || answer == .allowed)
                                : answer.shortfalls.map(\.demand) == failing
                            let said = answer.shortfalls.allSatisfy { !$0.message.isEmpty && !$0.remedy.isEmpty }
                            if !right || !said { wrong.append("\(row.marking) \(device) \(network) \(signIn) \(registration): \(answer)") }
                        }
                    }
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }

    @Test("has all nine footnotes, each in the figure's words")
    func footnotes() throws {
        let matrix = try matrix()
        #expect(matrix.notes.map(\.number) == Array(1...9))
        for (note, words) in zip(matrix.notes, Self.notes) { #expect(note.text.contains(words)) }
    }

    @Test("a footnoted access is allowed only once the footnote is confirmed")
    func confirming() throws {
        let answer = try matrix().check(
            marking: "NHS Confidential", network: "n3", device: "HOME-GOV-PC", signIn: "Certificate", registration: "level-2")
        #expect(answer.verdict == "allowed-under-condition")
        #expect(!answer.isAllowed(confirming: []))
        #expect(answer.isAllowed(confirming: Set(answer.conditions)))
    }

    @Test("a registration that is not stated has to be confirmed")
    func registrationUnstated() throws {
        let answer = try matrix().check(marking: "IL3", network: "GSi", device: "secure-premises", signIn: "password-best-practice")
        #expect(answer.conditions.map(\.note) == [nil])
        #expect(answer.conditions.first?.text.contains("Level 2") == true)
        #expect(try matrix().check(marking: "IL0", network: "any", device: "cafe", signIn: "none") == .allowed)
    }

    @Test("what is not in the figure is refused", arguments: ["", "SECRET", "TOP SECRET", "restrict", "IL5", "🙂"])
    func notInTheFigure(word: String) throws {
        let matrix = try matrix()
        let sound = ("RESTRICTED", "GSi", "gov-pc", "protected", "level-3")
        #expect(matrix.check(marking: sound.0, network: sound.1, device: sound.2, signIn: sound.3, registration: sound.4) == .allowed)
        let answers = [
            matrix.check(marking: word, network: sound.1, device: sound.2, signIn: sound.3, registration: sound.4),
            matrix.check(marking: sound.0, network: word, device: sound.2, signIn: sound.3, registration: sound.4),
            matrix.check(marking: sound.0, network: sound.1, device: word, signIn: sound.3, registration: sound.4),
            matrix.check(marking: sound.0, network: sound.1, device: sound.2, signIn: word, registration: sound.4),
            matrix.check(marking: sound.0, network: sound.1, device: sound.2, signIn: sound.3, registration: word),
        ]
        #expect(answers.map { $0.shortfalls.map(\.demand) } == [[.marking], [.network], [.device], [.signIn], [.registration]])
    }

    @Test("what does for a higher marking does for every lower one")
    func monotone() throws {
        let matrix = try matrix()
        for (higher, lower) in zip(Self.figure, Self.figure.dropFirst()) {
            for device in Self.firstWays + Self.secondWays + ["secure-premises"] {
                for network in higher.networks
                where
                    matrix.check(
                        marking: higher.marking, network: network, device: device, signIn: higher.signIn, registration: "level-3"
                    ).shortfalls.isEmpty
                {
                    #expect(
                        matrix.check(
                            marking: lower.marking, network: network, device: device, signIn: higher.signIn, registration: "level-3"
                        ).shortfalls.isEmpty)
                }
            }
        }
    }

    @Test("where information is kept: three options, the best first")
    func storage() throws {
        let hierarchy = try #require(try ShippedRulebook.rulebook.get().storageHierarchy)
        #expect(hierarchy.options.map(\.id) == ["secure-premises", "secure-remote-access", "secure-transfer"])
    }
}
