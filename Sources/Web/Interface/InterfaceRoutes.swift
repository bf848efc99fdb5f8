/// The hub for programs: the same use cases as JSON.
enum InterfaceRoutes {
    static let all: [Route] = []
}
