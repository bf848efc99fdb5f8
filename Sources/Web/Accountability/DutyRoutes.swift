/// What is owed, by whom, by when.
enum DutyRoutes {
    static let all: [Route] = []
}
