public import ArgumentParser
import Hub
import Register

/// Which request, and who takes a step in it: the same for every step.
public struct RequestStepOptions: ParsableArguments {
    @OptionGroup var hub: HubOptions
    @Argument(help: "The request.") var request: String
    @OptionGroup var actor: ActorOptions

    /// Options as typed.
    public init() {}

    /// Takes the step, says where the request stands then, and gives the hub back.
    @discardableResult
    func take(on terminal: Terminal, _ step: (RequestID) -> RequestMove) throws -> Hub {
        let id = try RequestID(checking: request)
        let hub = try hub.open(terminal)
        try hub.run(.request(step(id)), by: actor.actor())
        if let now = hub.state.requests[id] {
            terminal.notes("\(id) is \(now.stage.words)\(now.grant.map { ": \($0)" } ?? "").\n")
        }
        return hub
    }
}
