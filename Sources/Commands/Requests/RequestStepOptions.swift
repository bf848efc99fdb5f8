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
        try take(on: terminal) { hub, id, actor in try hub.run(.request(step(id)), by: actor) }
    }

    /// The same for a step that is a use case of its own.
    @discardableResult
    func take(on terminal: Terminal, by step: (Hub, RequestID, PersonID) throws -> Void) throws -> Hub {
        let id = try RequestID(checking: request)
        let hub = try hub.open(terminal)
        try step(hub, id, actor.actor())
        if let now = hub.state.requests[id] {
            terminal.notes("\(id) is \(now.stage.words)\(now.grant.map { ": \($0)" } ?? "").\n")
        }
        return hub
    }
}
