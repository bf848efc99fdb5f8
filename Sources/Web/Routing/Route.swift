import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix
import Register

/// One address of the hub and who may ask for it. The table of them is the whole of what the browser's face answers to; a test goes through it
/// for every role.
struct Route: Sendable {
    /// Who may ask. Checked before the handler runs; the use cases behind it check again, on the record in question.
    enum Access: Sendable, Hashable {
        /// Everybody, signed in or not: signing in, assets, health.
        case anyone
        /// Everybody who is signed in.
        case signedIn
        /// Whoever has a role that includes one of these actions.
        case mayAny([Action])
        /// Whoever has one of these roles.
        case roles([Role])
        /// A program with a token, in its person's name.
        case token

        static func may(_ action: Action) -> Access { .mayAny([action]) }

        /// True if that person may ask.
        func lets(_ person: Person) -> Bool {
            switch self {
            case .anyone, .signedIn, .token: person.active
            case .mayAny(let actions): actions.contains { person.may($0) }
            case .roles(let roles): person.active && !Set(roles).isDisjoint(with: person.roles)
            }
        }
    }

    /// What answers. Handlers that are not plain do whatever changes something by `Visit.work`, which looks again whether who asked still may.
    enum Handler: Sendable {
        /// Reads a form of at most a mebibyte first, where there is one.
        case plain(@Sendable (Visit) throws -> Reply)
        /// Waits for others, such as another machine's library; reads no form.
        case asynchronous(@Sendable (Visit) async throws -> Reply)
        /// Reads a form with files as it comes, once the token it begins with was right.
        case form(@Sendable (Visit, Request, FormParts) async throws -> Reply)
        /// Reads the body itself, as it comes; the token is in a header.
        case streaming(@Sendable (Visit, Request) async throws -> Reply)
    }

    let method: HTTPRequest.Method
    /// `/requests/{request}`.
    let path: String
    let access: Access
    /// For routes that change something: the event that says so, for the audit test; nil for reading.
    let event: String?
    let handler: Handler
    /// What its work may be held up by (`WorkPools`).
    enum Work { case page, file, identity, elsewhere }
    var work = Work.page

    /// The same where it writes files, or looks for records among all.
    var long: Route { doing(.file) }
    /// The same where it hashes passwords.
    var identifying: Route { doing(.identity) }
    /// The same where it waits for other machines.
    var waitingElsewhere: Route { doing(.elsewhere) }

    private func doing(_ work: Work) -> Route {
        var copy = self
        copy.work = work
        return copy
    }

    /// What somebody wanted to do who is refused here; nil where it is nothing that roles are given for.
    var action: Action? {
        switch access {
        case .mayAny(let actions): actions.first
        case .token: event == "queryAnswered" ? .query : nil
        case .anyone, .signedIn, .roles: nil
        }
    }

    static func get(_ path: String, _ access: Access, event: String? = nil, _ handler: @escaping @Sendable (Visit) throws -> Reply) -> Route
    {
        Route(method: .get, path: path, access: access, event: event, handler: .plain(handler))
    }

    /// `event`: the event of the ledger that stands for what it does, as `requestMade`; `none` where it changes nothing that lasts.
    static func post(_ path: String, _ access: Access, event: String, _ handler: @escaping @Sendable (Visit) throws -> Reply) -> Route {
        Route(method: .post, path: path, access: access, event: event, handler: .plain(handler))
    }

    static func asynchronous(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, event: String?,
        _ handler: @escaping @Sendable (Visit) async throws -> Reply
    ) -> Route {
        Route(method: method, path: path, access: access, event: event, handler: .asynchronous(handler))
    }

    static func form(
        _ path: String, _ access: Access, event: String, _ handler: @escaping @Sendable (Visit, Request, FormParts) async throws -> Reply
    ) -> Route {
        Route(method: .post, path: path, access: access, event: event, handler: .form(handler))
    }

    static func upload(
        _ path: String, _ access: Access, event: String, method: HTTPRequest.Method = .post,
        _ handler: @escaping @Sendable (Visit, Request) async throws -> Reply
    ) -> Route {
        Route(method: method, path: path, access: access, event: event, handler: .streaming(handler))
    }

    /// Reads a body of at most so many bytes first, whatever it holds.
    static func body(
        _ path: String, _ access: Access, event: String, longest: Int, _ handler: @escaping @Sendable (Visit, [UInt8]) throws -> Reply
    ) -> Route {
        upload(path, access, event: event) { visit, request in
            let body: ByteBuffer
            do { body = try await request.body.collect(upTo: longest) } catch { throw WebFault.tooLong }
            let bytes = Array(body.readableBytesView)
            return try await visit.work(on: visit.face.pools.programs) { try handler($0, bytes) }
        }
    }

    /// What can be had can be asked about, where having it changes and records nothing, and is no long work.
    var answersHead: Bool { method == .get && event == nil && work == .page }

    /// `GET /requests/{request}`.
    var name: String { "\(method.rawValue) \(path)" }
}
