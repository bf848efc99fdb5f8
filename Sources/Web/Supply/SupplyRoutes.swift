/// Sending an agency's records: choose, drop, watch, confirm (§3.4, §4.3.5).
enum SupplyRoutes {
    static let all: [Route] = []
}
