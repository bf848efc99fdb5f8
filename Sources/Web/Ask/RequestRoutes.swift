/// Asking for information and deciding on it (§4.3).
enum RequestRoutes {
    static let all: [Route] = []
}
