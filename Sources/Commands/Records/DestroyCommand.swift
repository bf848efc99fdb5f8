import ArgumentParser
import Hub
import Register

/// `sharewell destroy`.
struct DestroyCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "destroy", abstract: "Destroy a supply: erase its keys and its file, and write a certificate.",
        discussion: "EXAMPLE\n  sharewell destroy s000003 --hub luton --as b-officer --why \"retention period ended\"")
    @Argument(help: "The supply's number.") var supply: String
    @OptionGroup var hub: HubOptions
    @OptionGroup var actor: ActorOptions
    @Option(help: "Why; it stands on the certificate, so name no person.") var why: String
    @OptionGroup var key: KeyOptions
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }

    func perform(on terminal: Terminal) throws {
        let hub = try hub.open(terminal)
        let vault = try key.vault(of: hub, terminal)
        let certificate = try DestroySupply(hub: hub, vault: vault).perform(
            SupplyID(rawValue: supply), why: why, by: actor.actor())
        terminal.output(output.json ? try jsonLine(certificate) : certificate.page)
    }
}

/// `sharewell withdraw`.
struct WithdrawCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Take a supply back: it stays sealed and is no longer answered from.",
        discussion: "EXAMPLE\n  sharewell withdraw s000003 --as p-ellis --why \"wrong month\"")
    @Argument(help: "The supply's number.") var supply: String
    @OptionGroup var hub: HubOptions
    @OptionGroup var actor: ActorOptions
    @Option(help: "Why; it stands in the ledger, so name no person.") var why: String

    func perform(on terminal: Terminal) throws {
        let hub = try hub.open(terminal)
        let actor = try actor.actor()
        try hub.withdraw(SupplyID(rawValue: supply), why: why, by: actor)
        terminal.notes("Supply \(supply) is withdrawn. To have it erased: sharewell destroy \(supply).\n")
    }
}
