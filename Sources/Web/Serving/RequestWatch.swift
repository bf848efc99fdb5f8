import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Watches the requests of a connection, or the one of an HTTP/2 stream, where they have been read and before anything of the hub sees them: their
/// heads are short, their bodies come and their answers go at a pace, and whatever is answered from below the hub looks like all its answers.
final class RequestWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Bytes of a body that are read after its answer was given; of whoever sends more the connection is closed.
    private static let mostAfterAnswer = 16 << 20

    private let limits: ConnectionLimits
    private var connection: ConnectionWatch?
    private var isStream = false
    private var heads = 0, answers = 0
    private var isOpen = false, isBody = false, isAnswering = false, isRefused = false
    private var afterAnswer = 0
    /// Of the present stretch of a body: bytes, nanoseconds that the hub waited for them, since when it waits.
    private var bytes = 0, waited: Int64 = 0, waitsSince: NIODeadline?
    private var pace: Scheduled<Void>?, stall: Scheduled<Void>?
    /// Parts of answers that are handed on and not yet taken.
    private var untaken = 0
    /// What was wrong with what could not be read.
    private var fault: HTTPResponse.Status?

    init(_ limits: ConnectionLimits) { self.limits = limits }

    func handlerAdded(context: ChannelHandlerContext) {
        isStream = isHTTP2(context)
        let watched = isStream ? context.channel.parent ?? context.channel : context.channel
        connection = try? watched.pipeline.syncOperations.handler(type: ConnectionWatch.self)
        // A stream is there because a request is.
        if isStream { note() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        pace?.cancel()
        stall?.cancel()
        (heads, answers, isBody) = (0, 0, false)
        isStream = false
        note()
        connection = nil
    }

    private func isHTTP2(_ context: ChannelHandlerContext) -> Bool {
        // The parent of a connection is what listens, and has no watch.
        guard let parent = context.channel.parent, parent.eventLoop.inEventLoop else { return false }
        return (try? parent.pipeline.syncOperations.handler(type: ConnectionWatch.self)) != nil
    }

    /// Tells the connection whether something is going on here.
    private func note() {
        let goesOn = heads > answers || isBody || isStream
        guard goesOn != isOpen else { return }
        isOpen = goesOn
        if goesOn { connection?.began(isStream: isStream) } else { connection?.ended() }
    }

    // MARK: What comes

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            heads += 1
            isBody = true
            afterAnswer = 0
            note()
            guard head.headerFields.count <= limits.fields,
                head.headerFields.reduce(head.path?.utf8.count ?? 0, { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count + 4 })
                    <= limits.fieldBytes
            else { return refuse(context, .requestHeaderFieldsTooLarge) }
            (bytes, waited, waitsSince) = (0, 0, waitsSince == nil ? nil : .now())
            watchPace(context)
        case .body(let part):
            bytes += part.readableBytes
            if answers >= heads {
                afterAnswer += part.readableBytes
                if afterAnswer > Self.mostAfterAnswer { return context.close(promise: nil) }
            }
        case .end:
            isBody = false
            pace?.cancel()
            pace = nil
            note()
        }
        context.fireChannelRead(data)
    }

    func read(context: ChannelHandlerContext) {
        if waitsSince == nil { waitsSince = .now() }
        context.read()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if let since = waitsSince { waited += (NIODeadline.now() - since).nanoseconds }
        waitsSince = nil
        context.fireChannelReadComplete()
    }

    /// Looks at the pace of a body four times in each stretch, until it has ended.
    private func watchPace(_ context: ChannelHandlerContext) {
        pace?.cancel()
        let stretch = Int64(limits.body) * 1_000_000_000
        pace = context.eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds(stretch / 4)) { [weak self] in
            guard let self, isBody, !isRefused else { return }
            let now = NIODeadline.now()
            if waited + (waitsSince.map { (now - $0).nanoseconds } ?? 0) >= stretch {
                guard bytes >= limits.slowest * limits.body else { return refuse(context, .requestTimeout) }
                (bytes, waited, waitsSince) = (0, 0, waitsSince == nil ? nil : now)
            }
            watchPace(context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError {
            fault = error == .headerOverflow ? .requestHeaderFieldsTooLarge : .badRequest
        } else if !isStream, !isRefused, heads == answers, error is HTTP1TypeConversionError {
            return refuse(context, .badRequest)
        }
        context.fireErrorCaught(error)
    }

    // MARK: What goes

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isRefused else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let head):
            isAnswering = head.status.kind != .informational
            if isAnswering, head.headerFields[.contentSecurityPolicy] == nil {
                // The library below could not read the request, and says so in its own way.
                let status = fault ?? head.status
                return write(context, status, promise)
            }
            context.write(data, promise: promise)
        case .body: context.write(data, promise: watched(promise, context))
        case .end:
            isAnswering = false
            answers += 1
            context.write(data, promise: watched(promise, context))
            note()
        }
    }

    /// Waits for a part to be taken. A part may be small enough for every buffer and wait all the same: in HTTP/2 whoever asks says how much they
    /// take, and may say nothing.
    private func watched(_ promise: EventLoopPromise<Void>?, _ context: ChannelHandlerContext) -> EventLoopPromise<Void> {
        let promise = promise ?? context.eventLoop.makePromise(of: Void.self)
        untaken += 1
        if stall == nil { watchStall(context) }
        promise.futureResult.assumeIsolated().whenComplete { [weak self] _ in
            guard let self else { return }
            untaken -= 1
            stall?.cancel()
            stall = nil
            if untaken > 0, connection != nil { watchStall(context) }
        }
        return promise
    }

    private func watchStall(_ context: ChannelHandlerContext) {
        stall = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(Int64(limits.answer))) { context.close(promise: nil) }
    }

    /// A short text in place of a page: there is nobody yet to make one for.
    private func write(_ context: ChannelHandlerContext, _ status: HTTPResponse.Status, _ promise: EventLoopPromise<Void>?) {
        let text = "\(status.code) \(status.reasonPhrase)\n"
        var fields = SafetyHeaders.fields
        fields[.contentType] = "text/plain; charset=utf-8"
        fields[.contentLength] = String(text.utf8.count)
        if !isStream { fields[.connection] = "close" }
        context.write(wrapOutboundOut(.head(HTTPResponse(status: status, headerFields: fields))), promise: nil)
        context.write(wrapOutboundOut(.body(context.channel.allocator.buffer(string: text))), promise: promise)
    }

    /// Answers from here and closes. What is still coming is read for a moment, so that the answer is not lost with it.
    private func refuse(_ context: ChannelHandlerContext, _ status: HTTPResponse.Status) {
        if isAnswering || answers >= heads && heads > 0 {
            isRefused = true
            return context.close(promise: nil)
        }
        write(context, status, nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        isRefused = true
        context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(500)) { context.close(promise: nil) }
    }
}
