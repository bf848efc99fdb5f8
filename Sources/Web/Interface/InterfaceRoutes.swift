import HTTPTypes

/// The interface for programs: the same use cases as the pages, by token.
enum InterfaceRoutes {
    /// Everything that a program can ask, apart from what `FeatureRoutes` has for geographic information systems.
    static let operations = HubOperations.all + DatasetOperations.all + SupplyOperations.all + RequestOperations.all

    static let all: [Route] = TokenRoutes.all + operations.map(\.route) + [description.route]

    private static let description = Operation(
        method: .get, path: "/api/v1/openapi.json", id: "describeInterface", summary: "This document",
        explanation: "OpenAPI 3.1, made of the table of operations that answers.", answer: .object([], others: .anything)
    ) { call in JSONReply.reply(document.json(at: call.origin)) }

    static var document: InterfaceDocument {
        InterfaceDocument(
            title: "Sharewell",
            explanation:
                "The information hub of a Community Safety Partnership, for programs. A token is made in the browser under Account, for one purpose and for datasets of your profile; every view of records stands in the ledger with that purpose. Show it as Bearer, or as the password of Basic with your short name.",
            root: "/api/v1", operations: operations, dialect: .openAPI31)
    }
}
