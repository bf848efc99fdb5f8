/// Using what was granted, and its end.
enum GrantRoutes {
    static let all: [Route] = []
}
