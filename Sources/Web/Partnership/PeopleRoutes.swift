/// People, their profiles and invitations (Box 2).
enum PeopleRoutes {
    static let all: [Route] = []
}
