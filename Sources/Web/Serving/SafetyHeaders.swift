import HTTPTypes

/// Headers that everything has which leaves this server, whoever answers: a page, or the library below it that could not read a request.
enum SafetyHeaders {
    static let all: [(HTTPField.Name, String)] = [
        (
            .contentSecurityPolicy,
            "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
        (.xContentTypeOptions, "nosniff"), (.frameOptions, "DENY"), (.referrerPolicy, "no-referrer"),
        (.crossOriginOpenerPolicy, "same-origin"), (.crossOriginResourcePolicy, "same-origin"),
        (.permissionsPolicy, "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        (.strictTransportSecurity, "max-age=63072000; includeSubDomains"), (.cacheControl, "no-store"),
    ]

    /// With nothing besides.
    static var fields: HTTPFields {
        var fields = HTTPFields()
        for (name, value) in all { fields[name] = value }
        return fields
    }
}
