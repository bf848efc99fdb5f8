/// OGC API Features over depersonalised records.
enum FeatureRoutes {
    static let all: [Route] = []
}
