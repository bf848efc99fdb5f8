import Foundation
import Guidance
import HTTPTypes
import Hub
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Register

/// What Hummingbird knows of a request: where its channel comes from.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}

/// Answers requests by the table of routes: finds who asks, checks that they may, runs the route where it may block, and puts the headers of safety on
/// everything that leaves.
struct Responder: Sendable {
    let face: Face
    /// A form longer than this is not read.
    static let longestForm = 1 << 20

    /// Methods that are looked at, if only to be refused. Others have no name here, and no answer but that they are not known.
    private static let methods: [HTTPRequest.Method] =
        [.get, .head, .post, .put, .delete, .patch, .options, .trace, .connect] + [HTTPRequest.Method("QUERY")].compactMap(\.self)

    /// The router over a table.
    func router(_ routes: [Route]) -> Router<WebContext> {
        let router = Router(context: WebContext.self)
        router.add(middleware: Rim(known: Set(Self.methods)) { await refused($0, $1, $2) })
        for route in routes {
            let path = RouterPath(route.path)
            router.on(path, method: route.method) { request, context in await answer(request, context, route) }
            if route.answersHead {
                router.on(path, method: .head) { request, context in
                    var response = await answer(request, context, route)
                    response.body = ResponseBody()
                    return response
                }
            }
        }
        let paths = Set(routes.map(\.path))
        for path in paths {
            let there = routes.filter { $0.path == path }
            let known = Set(there.map(\.method) + (there.contains(where: \.answersHead) ? [.head] : []))
            let allowed = known.map(\.rawValue).sorted().joined(separator: ", ")
            for method in Self.methods where !known.contains(method) {
                router.on(RouterPath(path), method: method) { request, context in
                    var response = await refused(request, context, .wrongMethod)
                    response.headers[.allow] = allowed
                    if method == .head { response.body = ResponseBody() }
                    return response
                }
            }
        }
        for method in Self.methods {
            router.on("**", method: method) { request, context in await refused(request, context, .notFound) }
        }
        return router
    }

    private func refused(_ request: Request, _ context: WebContext, _ fault: WebFault) async -> Response {
        await finished(request, context, route: nil) { _ in throw fault }
    }

    private func answer(_ request: Request, _ context: WebContext, _ route: Route) async -> Response {
        await finished(request, context, route: route) { visit in
            guard let route = visit.route else { throw WebFault.notFound }
            switch route.handler {
            case .plain(let handle):
                var form = FormValues()
                if route.method == .post { form = try await Self.form(of: request, within: face.settings.limitsOfConnections.form) }
                var filled = visit.visit
                filled.form = form
                if let pause = try Self.pause(visit.visit, route) { return pause }
                if route.method == .post, route.access != .token { try Self.checkOrigin(filled) }
                return try await filled.work(on: face.pools.pool(for: route), refreshed: route.method != .get, handle)
            case .asynchronous(let handle):
                if route.method == .post, route.access != .token { try Self.checkOrigin(visit.visit) }
                return try await handle(visit.visit)
            case .form(let handle):
                try Self.checkSite(visit.visit)
                guard let session = visit.visit.session else { throw WebFault.signInNeeded }
                return try await handle(visit.visit, request, try await FormParts(request, token: session.csrf))
            case .streaming(let handle):
                if route.access != .token { try Self.checkOrigin(visit.visit) }
                return try await handle(visit.visit, request)
            }
        }
    }

    private struct Prepared {
        let visit: Visit
        let route: Route?
    }

    private func finished(
        _ request: Request, _ context: WebContext, route: Route?, _ work: (Prepared) async throws -> Reply
    ) async -> Response {
        let began = ContinuousClock.now
        var visit = await visit(request, context)
        var reply: Reply
        var standing: [(HTTPField.Name, String)] = []
        do {
            try checkHost(request)
            try checkProxy(visit)
            try await face.pools.pages.runIfActive { try face.refresh() }
            if let route {
                (visit.identity, standing) = try await identity(of: visit, for: route.access)
                visit.access = route.access
                try Self.check(route.access, for: visit)
                // What a program is answered is kept where it runs: a copy, and not a look (§4.3.6).
                if case .token(_, _, let way) = visit.identity, route.event == "queryAnswered" {
                    try face.hub.register.check(programsAnsweredBy: way)
                }
            }
            reply = try await work(Prepared(visit: visit, route: route))
        } catch is HTTPParserError { reply = FaultPages(visit: visit).reply(to: WebFault.malformed, access: route?.access) } catch {
            // A session that ended since the request began is none any more. Its cookie is left: meanwhile there may be that of another in its place.
            let hadSession = visit.session != nil
            if error as? WebFault == .signInNeeded { visit.identity = .nobody }
            reply = FaultPages(visit: visit, hadSession: hadSession).reply(to: await recorded(error, visit, route), access: route?.access)
        }
        reply.headers += standing
        let response = await response(reply, visit)
        let took = ContinuousClock.now - began
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        face.metrics.count(status: response.status.code, seconds: seconds)
        // The route, never the address: parameters and queries may hold what is somebody's.
        face.logger.info(
            "answered",
            metadata: [
                "route": "\(route?.name ?? "none")", "status": "\(response.status.code)", "milliseconds": "\(Int(seconds * 1000))",
            ])
        return response
    }

    /// A refusal that a page or an operation gave by itself, put on the record as one that a use case gave is, before it leaves.
    private func recorded(_ error: any Error, _ visit: Visit, _ route: Route?) async -> any Error {
        guard let refusal = error as? Refusal, !refusal.isRecorded, let person = try? visit.actor, let action = route?.action else {
            return error
        }
        let dataset = (visit.parameters["dataset"] ?? visit.parameters["collection"]).map { RecordTypeID(rawValue: $0) }
        do {
            return try await face.pools.pages.runIfActive {
                try face.hub.record(refusal, by: person, action: action, dataset: dataset)
            }
        } catch { return error }
    }

    // MARK: Who asks

    private func visit(_ request: Request, _ context: WebContext) async -> Visit {
        let (address, fromProxy) = address(of: request, context.channel)
        let certificate = await ClientCertificate.digest(
            of: request.headers, on: context.channel, settings: face.settings, fromProxy: fromProxy)
        var parameters: [String: String] = [:]
        for (name, value) in context.parameters { parameters[String(name)] = String(value).removingPercentEncoding ?? "" }
        return Visit(
            face: face, method: request.method, path: request.uri.path, parameters: parameters,
            query: FormValues(request.uri.query ?? "") ?? .unreadable, form: FormValues(), headers: request.headers, address: address,
            certificate: certificate, host: request.head.authority ?? "", isThroughProxy: fromProxy, identity: .nobody)
    }

    /// Who asks: programs by their token, where the route is for them, and people by the cookie of their session everywhere else. Neither opens
    /// what is meant for the other.
    private func identity(of visit: Visit, for access: Route.Access) async throws -> (Visit.Identity, [(HTTPField.Name, String)]) {
        guard access != .token else {
            let admitted = try await face.pools.programs.runIfActive { try face.tokens.admit(visit, face) }
            return (admitted.identity, admitted.headers)
        }
        return (visit.sessionOfCookie.map { .session($0) } ?? .nobody, [])
    }

    /// The peer's address; behind a trusted proxy, the last address that the proxy itself added, and that it was the proxy.
    private func address(of request: Request, _ channel: any Channel) -> (String, fromProxy: Bool) {
        let peer = (channel.remoteAddress ?? channel.parent?.remoteAddress)?.ipAddress ?? ""
        guard let proxy = face.settings.proxy, proxy.trusted.contains(where: { AddressRange($0)?.contains(peer) == true }) else {
            return (peer, false)
        }
        guard let last = request.headers[values: .forwardedFor].last?.split(separator: ",", omittingEmptySubsequences: false).last else {
            return ("", true)
        }
        return (String(last).trimmingSpace, true)
    }

    /// Only names that this hub answers to: another may be somebody's who points it here. Said in two ways, they are the same: a proxy in front might
    /// have gone by the other.
    private func checkHost(_ request: Request) throws {
        let host = request.head.authority ?? "", target = request.head.path ?? ""
        // Whoever names no host is refused, whatever this hub is called: of HTTP/1.1 the standard asks it (RFC 9112, section 3.2), and of HTTP/1.0, where
        // one may be left out, the hub does, as it could not say whose page is meant.
        guard !host.isEmpty else { throw WebFault.malformed }
        // The first of them is the authority; what is left among the headers is another.
        guard request.headers[values: .host].allSatisfy({ $0 == host }) else { throw WebFault.malformed }
        // Of an address in full the library below has left the path.
        guard target.hasPrefix("/") || target == "*" || request.method == .connect else { throw WebFault.malformed }
        guard let names = face.settings.names else { return }
        let name = host.hasPrefix("[") ? host : String(host.prefix { $0 != ":" })
        guard names.contains(name) else { throw WebFault.malformed }
    }

    /// Behind a proxy nobody else is answered: what they sent was not encrypted, and says what it likes of where it comes from.
    private func checkProxy(_ visit: Visit) throws {
        if face.settings.proxy != nil, !visit.isThroughProxy, !visit.address.isEmpty { throw WebFault.notAllowed }
    }

    static func check(_ access: Route.Access, for visit: Visit) throws {
        switch access {
        case .anyone: return
        case .token: guard access.lets(try visit.person) else { throw WrongToken() }
        case .signedIn, .mayAny, .roles: guard access.lets(try visit.person) else { throw WebFault.notAllowed }
        }
    }

    /// A change comes from a page of this hub: by the token of the session, in a field or a header and never in an address, which stands in
    /// histories and logs; and by what the browser says of where it comes from.
    static func checkOrigin(_ visit: Visit) throws {
        try checkSite(visit)
        guard let session = visit.session else { return }
        guard isSame(visit.form["csrf"] ?? visit.headers[.csrf] ?? "", session.csrf) else { throw WebFault.notFromHere }
    }

    /// Compares tokens, as long whatever they hold.
    static func isSame(_ sent: String, _ token: String) -> Bool {
        sent.utf8.count == token.utf8.count && zip(sent.utf8, token.utf8).reduce(0, { $0 | ($1.0 ^ $1.1) }) == 0
    }

    private static func within<Result: Sendable>(
        _ time: Duration, _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await _Concurrency.Task.sleep(for: time)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else { throw WebFault.tooLong }
            return result
        }
    }

    private static func form(of request: Request, within seconds: Int) async throws -> FormValues {
        let type = request.headers[.contentType] ?? ""
        // What is packed would have to be unpacked first, and could be anything then.
        if let encoding = request.headers[.contentEncoding], encoding.lowercased() != "identity" { throw WebFault.malformed }
        guard type.lowercased().hasPrefix("application/x-www-form-urlencoded") else {
            if type.isEmpty { return FormValues() }
            throw WebFault.malformed
        }
        let body: ByteBuffer
        do {
            // Whoever sends a form a byte at a time does not hold the hub up for longer.
            let sent = request.body
            body = try await Self.within(.seconds(seconds)) { try await sent.collect(upTo: longestForm) }
        } catch is HTTPParserError { throw WebFault.malformed } catch { throw WebFault.tooLong }
        guard let form = FormValues(String(decoding: body.readableBytesView, as: UTF8.self)) else { throw WebFault.malformed }
        return form
    }

    // MARK: What leaves

    private func response(_ reply: Reply, _ visit: Visit) async -> Response {
        var headers = SafetyHeaders.fields
        if reply.isLasting { headers[.cacheControl] = "public, max-age=31536000, immutable" }
        // Several of one name are several fields, as challenges.
        var said = Set<HTTPField.Name>()
        for (name, value) in reply.headers {
            if said.insert(name).inserted { headers[name] = value } else { headers.append(HTTPField(name: name, value: value)) }
        }
        for cookie in reply.cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        switch reply.body {
        case .page(let page):
            let frame = await frame(of: visit)
            headers[.contentType] = "text/html; charset=utf-8"
            let html = face.renderer.html(Self.saying(page, reply.status, visit), in: frame)
            return Response(status: reply.status, headers: headers, body: Self.body(ByteBuffer(string: html)))
        case .data(let bytes, let type):
            headers[.contentType] = type
            return Response(status: reply.status, headers: headers, body: Self.body(ByteBuffer(bytes: bytes)))
        case .opened(let file, let type):
            headers[.contentType] = type
            return Response(
                status: reply.status, headers: headers,
                body: ResponseBody { writer in
                    while true {
                        let part = try file.read(upTo: Self.piece)
                        if part.isEmpty { break }
                        try await writer.write(ByteBuffer(bytes: part))
                    }
                    try await writer.finish(nil)
                })
        case .parts(let type, let read):
            headers[.contentType] = type
            return Response(
                status: reply.status, headers: headers,
                body: ResponseBody { writer in
                    var sent = 0
                    while true {
                        let part = try read(sent)
                        if part.isEmpty { break }
                        try await writer.write(ByteBuffer(bytes: part))
                        sent += part.count
                    }
                    try await writer.finish(nil)
                })
        case .redirect(let path):
            headers[.location] = path
            return Response(status: reply.status, headers: headers)
        case .nothing: return Response(status: reply.status, headers: headers)
        }
    }

    /// Bytes that are handed to a connection at a time: of whoever takes them slowly it is then seen whether they take any.
    private static let piece = 32 << 10

    private static func body(_ bytes: ByteBuffer) -> ResponseBody {
        guard bytes.readableBytes > piece else { return ResponseBody(byteBuffer: bytes) }
        return ResponseBody(contentLength: bytes.readableBytes) { writer in
            var left = bytes
            while let part = left.readSlice(length: min(piece, left.readableBytes)), part.readableBytes > 0 { try await writer.write(part) }
            try await writer.finish(nil)
        }
    }

    /// The page that somebody is led to after a change says once, above everything, what was done.
    private static func saying(_ page: Page, _ status: HTTPResponse.Status, _ visit: Visit) -> Page {
        guard visit.method == .get, status == .ok, let session = visit.session, session.message != nil,
            let message = visit.face.sessions.takeMessage(of: session.id)
        else { return page }
        var page = page
        page.blocks.insert(.notice(title: visit.t("frame.done"), [.text(message)], isSuccess: true), at: 0)
        return page
    }

    private func frame(of visit: Visit) async -> PageRenderer.Frame {
        let state = face.hub.state
        let person = visit.session.flatMap { state.people[$0.person] }
        return PageRenderer.Frame(
            hub: state.hub?.partnership ?? "", person: person.map { ($0.name, Words(face.texts).roles($0.roles)) },
            csrf: visit.session?.csrf ?? "", navigation: person.map { Navigation.entries(for: $0, face.texts) } ?? [],
            foot: [
                Link(text: face.texts("frame.accessibility"), href: "/accessibility"), Link(text: face.texts("frame.help"), href: "/help"),
            ])
    }
}

/// Answers what no route does, with the headers of everything else: methods that nothing here is asked by, and what the router itself would say.
private struct Rim: RouterMiddleware {
    let known: Set<HTTPRequest.Method>
    let refuse: @Sendable (Request, WebContext, WebFault) async -> Response

    @concurrent func handle(
        _ request: Request, context: WebContext, next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard known.contains(request.method) else { return await refuse(request, context, .wrongMethod) }
        do { return try await next(request, context) } catch let error as any HTTPResponseError {
            return await refuse(request, context, error.status == .notFound ? .notFound : .malformed)
        }
    }
}
