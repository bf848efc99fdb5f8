/// What the hub holds and what is missing (§3.2, §4.2.3).
enum CatalogueRoutes {
    static let all: [Route] = []
}
