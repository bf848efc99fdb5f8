/// Agencies, processors and contacts (§2.2).
enum AgencyRoutes {
    static let all: [Route] = []
}
