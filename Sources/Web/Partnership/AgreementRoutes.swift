/// Protocols, signatures and undertakings (§2.2).
enum AgreementRoutes {
    static let all: [Route] = []
}
