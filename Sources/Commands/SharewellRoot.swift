public import ArgumentParser

/// The terminal's face.
public struct SharewellRoot: ParsableCommand {
    /// What `sharewell --help` says.
    public static let configuration = CommandConfiguration(
        commandName: "sharewell", abstract: "Share information for community safety: lawfully, depersonalised, provably.",
        discussion: """
            Agencies supply records; Sharewell checks, depersonalises and seals them; people with a recorded reason take what they may see;
            everything that happened can be proved afterwards.

            Exit codes: 0 done, 64 usage, 65 the data cannot be taken, 66 no such file, 69 not available here, 70 a fault of the program,
            74 reading or writing failed, 75 busy, try again, 77 refused, 78 not set up, 130 stopped by you.
            Shell completion: sharewell --generate-completion-script bash
            """,
        version: "0.1.0",
        subcommands: [
            InitCommand.self, UnsealCommand.self, SealCommand.self, StatusCommand.self, GuidanceCommand.self, DatasetsCommand.self,
            LawCommand.self, MatrixCommand.self, PlacesCommand.self, AgencyCommand.self, PersonCommand.self, ProtocolCommand.self,
            PartnershipCommand.self, UndertakingCommand.self, AccessCommand.self, RequestCommand.self, GrantCommand.self,
            EnquiryCommand.self,
            PackageCommand.self, DutiesCommand.self, BarriersCommand.self, TransparencyCommand.self,
            SupplyCommand.self,
            QualityCommand.self,
            QueryCommand.self, ExtractCommand.self, WithdrawCommand.self, DestroyCommand.self, LedgerCommand.self, SampleCommand.self,
            ProfileCommand.self, SanitiseCommand.self, PostcodeCommand.self, CSVCommand.self, DocsCommand.self, BenchCommand.self,
        ])
    /// As the argument parser asks.
    public init() {}
    /// Runs what was typed.
    public static func start() {
        Interruption.outliveReaders()
        main()
    }
}
