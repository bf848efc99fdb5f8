/// Filtering, counting and mapping depersonalised records.
enum ExploreRoutes {
    static let all: [Route] = []
}
