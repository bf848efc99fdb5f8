import ArgumentParser
import Foundation
import Hub
import Register

/// `sharewell serve`.
struct ServeCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the hub to browsers, until stopped.",
        discussion: """
            EXAMPLES
              sharewell serve
              sharewell serve --address 0.0.0.0 --port 443 --settings serving.yaml

            Without settings it serves this machine alone, at https://localhost:8443/, by a certificate it makes for first use. Who may come in is
            invited: sharewell person invite. See docs/operating.md for networks, certificates, proxies, single sign-on and mail.
            """)
    @OptionGroup var hub: HubOptions
    @Option(help: ArgumentHelp("The address to listen at.", valueName: "address")) var address: String?
    @Option(help: ArgumentHelp("The port to listen at; 0 for any that is free.", valueName: "port")) var port: Int?
    @Option(help: ArgumentHelp("Settings; serving.yaml of the hub's folder if not given.", valueName: "file")) var settings: String?
    @OptionGroup var key: KeyOptions

    func perform(on terminal: Terminal) throws {
        guard let serve = SharewellRoot.serving else {
            throw Failure(
                code: "no-browser-face", message: "This program was built without the browser's face.",
                remedy: "Use the sharewell of the distribution.", exit: ExitStatus.unavailable)
        }
        let face = Distribution.folder(
            "Face", holding: "texts/en.yaml", variable: "SHAREWELL_FACE", environment: terminal.environment, executable: terminal.executable
        )
        guard let face else {
            throw Failure(
                code: "no-face", message: "Templates, texts and styles of the browser's face were not found.",
                remedy: "Set SHAREWELL_FACE to the folder Face of the distribution.", exit: ExitStatus.setUp)
        }
        let hub = try hub.open(terminal)
        // Nothing here keeps the vault: sealing the hub while it is served puts its key away.
        let orders = ServeOrders(
            hub: hub, vault: try key.vault(of: hub, terminal), store: UnsealedKeyStore(environment: terminal.environment),
            settings: settings.map { URL(filePath: $0) },
            face: face, address: address, port: port, announce: terminal.output)
        try hub.noteUnsealed()
        try serve(orders)
    }
}
