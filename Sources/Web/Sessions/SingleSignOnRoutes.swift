/// Signing in by an agency's own provider (OpenID Connect).
enum SingleSignOnRoutes {
    static let all: [Route] = []
}
