import Foundation
import Hub
import NIOCore

/// Why the hub cannot be served where it should be, as somebody who runs it needs to read it.
enum BindFault {
    /// The fault of listening there, or nothing where the error is of another kind.
    static func explained(_ error: any Error, host: String, port: Int) -> HubError? {
        guard let error = error as? IOError else { return nil }
        switch error.errnoCode {
        case EADDRINUSE:
            return HubError(
                .setUp, code: "port-taken", "Another program already listens at port \(port) of \(host).",
                remedy: "Stop it, or serve at another port: sharewell serve --port NUMBER.")
        case EACCES, EPERM:
            return HubError(
                .setUp, code: "port-not-allowed", "This account may not listen at port \(port).",
                remedy: "Serve at a port of 1024 or more, or give the service the right to lower ones (CAP_NET_BIND_SERVICE).")
        case EADDRNOTAVAIL:
            return HubError(
                .setUp, code: "address-not-here", "This machine has no address \(host).",
                remedy: "Name an address of this machine in serving.yaml, or leave it out to serve this machine alone.")
        default: return nil
        }
    }
}
