public import Hub
import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Storage
import UnixSignals

/// The browser's face: serves a hub until it is told to stop.
public struct WebFace: Sendable {
    private let orders: ServeOrders
    /// Where a hub is served whose settings do not say.
    static let here = "127.0.0.1", usualPort = 8443
    /// For those orders.
    public init(_ orders: ServeOrders) { self.orders = orders }

    /// Serves. Ends, when the process is told to, once the answers begun are given, or the time for them is over.
    public func run() async throws {
        ProcessMemory.giveBackWhatIsLarge()
        let settings = try ServingSettings.read(orders)
        // Before anything is touched: what lies about in the folder may be another server's, which is at work.
        let hold = try ServingHold(orders.hub)
        defer { withExtendedLifetime(hold) {} }
        let face = try await Face(orders, settings: settings)
        do { try await group(face, signals: [.sigterm, .sigint]).run() } catch {
            throw BindFault.explained(error, host: settings.address ?? Self.here, port: settings.port ?? Self.usualPort) ?? error
        }
    }

    /// What runs until it is told to stop.
    func group(_ face: Face, signals: [UnixSignal]) throws -> ServiceGroup {
        let open = OpenConnections()
        let services: [any Service] = [
            try application(face, open: open), LastCall(open: open, seconds: face.settings.limitsOfConnections.closing),
        ]
        return ServiceGroup(
            configuration: ServiceGroupConfiguration(services: services, gracefulShutdownSignals: signals, logger: face.logger))
    }

    func application(_ face: Face, open: OpenConnections = OpenConnections()) throws -> some ApplicationProtocol {
        let settings = face.settings, limits = settings.limitsOfConnections
        let host = settings.address ?? Self.here, port = settings.port ?? Self.usualPort
        // Times are kept by the watches, which know when the hub itself is what is slow.
        let requests = HTTP1Channel.Configuration(
            additionalChannelHandlers: [RequestWatch(limits)], idleTimeout: nil,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: limits.fieldBytes, maxHeaderListSize: limits.fieldBytes, maxHeaderFieldCount: limits.fields))
        let server: HTTPServerBuilder
        if settings.proxy != nil {
            server = HTTPServerBuilder { responder in
                WatchedChannel(
                    base: HTTP1Channel(responder: responder, configuration: requests), limits: limits, open: open, countsAddresses: false)
            }
        } else {
            let certificate = try ServerCertificate.configuration(settings, in: orders.hub.folder)
            server = HTTPServerBuilder { responder in
                WatchedChannel(
                    base: try HTTP2UpgradeChannel(
                        tlsConfiguration: certificate,
                        configuration: HTTP2UpgradeChannel.Configuration(
                            idleTimeout: .seconds(limits.idle), gracefulCloseTimeout: .seconds(min(10, limits.closing)),
                            streamConfiguration: requests),
                        responder: responder), limits: limits, open: open, countsAddresses: true)
            }
        }
        let scheme = settings.proxy == nil ? "https" : "http"
        let announce = orders.announce
        var application = Application(
            router: Responder(face: face).router(Routes.all),
            server: server,
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(limits.all)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? port
                announce("Serving at \(scheme)://\(settings.names?.first ?? (host == Self.here ? "localhost" : host)):\(port)/\n")
            },
            logger: face.logger)
        application.addServices(Housekeeping(face: face))
        return application
    }
}

/// Closes, when the hub is told to stop, what is still open after the time for it.
private struct LastCall: Service {
    let open: OpenConnections
    let seconds: Int

    func run() async throws {
        try? await gracefulShutdown()
        // Not waited for: what is served is told to stop once this has ended.
        MultiThreadedEventLoopGroup.singleton.any().scheduleTask(in: .seconds(Int64(seconds))) { [open] in open.closeAll() }
    }
}
