import HTTPTypes

/// A document that describes operations, made of the table that answers them.
struct InterfaceDocument {
    let title: String
    let explanation: String
    /// Where addresses of the operations begin, as of the server's.
    let root: String
    let operations: [Operation]
    let dialect: Schema.Dialect

    func json(at origin: String, schemas: [String: Schema] = Schemas.all) -> JSON {
        var paths: [String: [String: JSON]] = [:]
        for operation in operations {
            let path = operation.path == root ? "/" : String(operation.path.dropFirst(root.count))
            paths[path, default: [:]][operation.method.rawValue.lowercased()] = describe(operation)
        }
        var used = Set(["Problem"])
        var waiting = operations.flatMap { [$0.answer] + [$0.body].compactMap(\.self) }.flatMap(\.names) + ["Problem"]
        while let name = waiting.popLast() {
            used.insert(name)
            waiting += schemas[name]?.names.filter { !used.contains($0) } ?? []
        }
        var components: [String: JSON] = [:]
        for name in used { components[name] = schemas[name]?.json(dialect) }
        return .object([
            "openapi": .text(dialect == .openAPI31 ? "3.1.0" : "3.0.3"),
            "info": .object([
                "title": .text(title), "version": .text("1.0.0"), "description": .text(explanation),
            ]),
            "servers": .array([.object(["url": .text(origin + root)])]),
            "paths": .object(paths.mapValues { .object($0) }),
            "components": .object([
                "schemas": .object(components),
                "securitySchemes": .object([
                    "bearer": .object(["type": .text("http"), "scheme": .text("bearer")]),
                    "basic": .object(["type": .text("http"), "scheme": .text("basic")]),
                ]),
            ]),
            "security": .array([.object(["bearer": .array([])]), .object(["basic": .array([])])]),
        ])
    }

    private func describe(_ operation: Operation) -> JSON {
        var responses: [String: JSON] = [
            "200": .object([
                "description": .text("What was asked for."),
                "content": .object([operation.type: .object(["schema": operation.answer.json(dialect)])]),
            ])
        ]
        let ofBodies = operation.body == nil ? [] : [("413", "The body is too long."), ("415", "The body is of another type.")]
        for (status, words) in ofBodies + [
            ("400", "What came cannot be read or answered."), ("401", "There is no token, or none that can be used now."),
            ("403", "Refused, with the reason."), ("404", "There is no such thing, or none for this token."),
            ("429", "Too many questions in a short time."), ("503", "The hub is sealed or busy."), ("default", "Anything else."),
        ] {
            responses[status] = .object([
                "description": .text(words),
                "content": .object([
                    "application/problem+json": .object(["schema": .object(["$ref": .text("#/components/schemas/Problem")])])
                ]),
            ])
        }
        var members: [String: JSON] = [
            "operationId": .text(operation.id), "summary": .text(operation.summary), "description": .text(operation.explanation),
            "responses": .object(responses),
            "parameters": .array(
                operation.parameters.map { parameter in
                    var members: [String: JSON] = [
                        "name": .text(parameter.name), "in": .text(parameter.place.rawValue), "required": .flag(parameter.place == .path),
                        "description": .text(parameter.explanation), "schema": parameter.schema.json(dialect),
                    ]
                    if case .array = parameter.schema {
                        members["style"] = .text("form")
                        members["explode"] = .flag(false)
                    }
                    return .object(members)
                }),
        ]
        if let body = operation.body {
            members["requestBody"] = .object([
                "required": .flag(true), "content": .object(["application/json": .object(["schema": body.json(dialect)])]),
            ])
        }
        return .object(members)
    }
}

extension Schema {
    /// The named schemas it speaks of.
    var names: [String] {
        switch self {
        case .named(let name): [name]
        case .array(let items, _, _): items.names
        case .orNull(let schema): schema.names
        case .object(let members, let others): members.flatMap(\.schema.names) + (others?.names ?? [])
        case .text, .integer, .number, .flag, .anything: []
        }
    }
}
