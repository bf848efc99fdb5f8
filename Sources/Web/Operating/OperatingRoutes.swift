/// What the operator's machines ask for.
enum OperatingRoutes {
    static let all: [Route] = []
}
