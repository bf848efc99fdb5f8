public import ArgumentParser
public import Hub
import Synchronization

/// The terminal's face.
public struct SharewellRoot: ParsableCommand {
    /// What `sharewell --help` says.
    public static let configuration = CommandConfiguration(
        commandName: "sharewell", abstract: "Share information for community safety: lawfully, depersonalised, provably.",
        discussion: """
            Agencies supply records; Sharewell checks, depersonalises and seals them; people with a recorded reason take what they may see;
            everything that happened can be proved afterwards.

            EXAMPLES
              sharewell init --partnership "Luton CSP" --passphrase-file passphrase.txt
              sharewell law example treatment > case.yaml; sharewell law assess case.yaml
              sharewell request form --dataset prolific-and-other-priority-offender > request.yaml
              sharewell duties --overdue

            Exit codes: 0 done, 64 usage, 65 the data cannot be taken, 66 no such file, 69 not available here, 70 a fault of the program,
            74 reading or writing failed, 75 busy, try again, 77 refused, 78 not set up, 130 stopped by you.
            Shell completion: sharewell --generate-completion-script bash
            """,
        version: "0.1.0",
        subcommands: [DocsCommand.self, BenchCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Hub",
                subcommands: [
                    InitCommand.self, UnsealCommand.self, SealCommand.self, StatusCommand.self, PlacesCommand.self, AccessCommand.self,
                    ServeCommand.self, BackupCommand.self, RestoreCommand.self, UpgradeCommand.self,
                ]),
            CommandGroup(
                name: "Register",
                subcommands: [
                    PartnershipCommand.self, AgencyCommand.self, PersonCommand.self, ProtocolCommand.self, UndertakingCommand.self,
                ]),
            CommandGroup(
                name: "Law and guidance",
                subcommands: [LawCommand.self, MatrixCommand.self, GuidanceCommand.self, DatasetsCommand.self]),
            CommandGroup(
                name: "Record",
                subcommands: [
                    SupplyCommand.self, QualityCommand.self, QueryCommand.self, ExtractCommand.self, WithdrawCommand.self,
                    DestroyCommand.self, DisclosureCommand.self,
                ]),
            CommandGroup(
                name: "Request and grant",
                subcommands: [RequestCommand.self, GrantCommand.self, PackageCommand.self, EnquiryCommand.self]),
            CommandGroup(
                name: "Accountability",
                subcommands: [DutiesCommand.self, BarriersCommand.self, TransparencyCommand.self, LedgerCommand.self]),
            CommandGroup(
                name: "File",
                subcommands: [SampleCommand.self, ProfileCommand.self, SanitiseCommand.self, PostcodeCommand.self, CSVCommand.self]),
        ])
    /// As the argument parser asks.
    public init() {}
    /// What serves a hub to browsers; handed in at the start, as one face knows nothing of the other.
    private static let served = Mutex<(@Sendable (ServeOrders) throws -> Void)?>(nil)
    static var serving: (@Sendable (ServeOrders) throws -> Void)? { served.withLock { $0 } }

    /// Runs what was typed.
    public static func start(serving serve: @escaping @Sendable (ServeOrders) throws -> Void) {
        served.withLock { $0 = serve }
        Interruption.outliveReaders()
        main()
    }
}
