/// Destruction, barriers and the transparency pack.
enum OpennessRoutes {
    static let all: [Route] = []
}
