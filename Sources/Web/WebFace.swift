public import Hub
import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import HummingbirdTLS
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// The browser's face: serves a hub until it is told to stop.
public struct WebFace: Sendable {
    private let orders: ServeOrders
    /// Connections at a time; those beyond wait to be taken.
    static let mostConnections = 4_096
    /// For those orders.
    public init(_ orders: ServeOrders) { self.orders = orders }

    /// Serves. Ends, when the process is told to, once the answers begun are given.
    public func run() async throws {
        let settings = try ServingSettings.read(orders)
        let face = try await Face(orders, settings: settings)
        try await application(face).runService(gracefulShutdownSignals: [.sigterm, .sigint])
    }

    func application(_ face: Face) throws -> some ApplicationProtocol {
        let settings = face.settings
        let host = settings.address ?? "127.0.0.1", port = settings.port ?? 8443
        let server: HTTPServerBuilder =
            settings.proxy != nil
            ? .http1(configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(30)))
            : try .http2Upgrade(
                tlsConfiguration: ServerCertificate.configuration(settings, in: orders.hub.folder),
                configuration: HTTP2UpgradeChannel.Configuration(
                    idleTimeout: .seconds(60), gracefulCloseTimeout: .seconds(10),
                    streamConfiguration: HTTP1Channel.Configuration(idleTimeout: .seconds(30))))
        let scheme = settings.proxy == nil ? "https" : "http"
        let announce = orders.announce
        var application = Application(
            router: Responder(face: face).router(Routes.all),
            server: server,
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(Self.mostConnections)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? port
                announce("Serving at \(scheme)://\(settings.names?.first ?? (host == "127.0.0.1" ? "localhost" : host)):\(port)/\n")
            },
            logger: face.logger)
        application.addServices(Housekeeping(face: face))
        return application
    }
}
