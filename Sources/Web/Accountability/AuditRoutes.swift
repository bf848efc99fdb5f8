/// Who saw what of an agency's information, and the proof of it.
enum AuditRoutes {
    static let all: [Route] = []
}
