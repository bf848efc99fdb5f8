/// The cookie of a session.
enum SessionCookie {
    static let name = "__Host-sharewell"
    static func set(_ secret: String) -> String { "\(name)=\(secret); Path=/; Secure; HttpOnly; SameSite=Lax" }
    static let clear = "\(name)=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
}
