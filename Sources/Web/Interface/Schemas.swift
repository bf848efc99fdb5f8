/// The schemas that operations share, by the names that the documents give them.
enum Schemas {
    static let all: [String: Schema] = [
        "Link": FeatureLink.schema, "LandingPage": FeatureLanding.schema, "Conformance": FeatureConformance.schema,
        "Collections": FeatureCollections.schema, "Collection": FeatureCollections.Collection.schema, "Features": FeaturePage.schema,
        "Feature": FeaturePage.Feature.schema,
        "Problem": ProblemDetails.schema,
        "DatasetList": Listing<DatasetSummary>.schema(of: .named("Dataset")), "Dataset": DatasetSummary.schema,
        "CountQuestion": Counts.question, "RecordQuestion": Counts.recordQuestion, "Counts": Counts.schema,
        "RecordList": RecordList.schema, "Record": RecordList.Entry.schema,
        "Status": StatusAnswer.schema,
        "SupplyList": Listing<SupplySummary>.schema(of: .named("Supply")), "Supply": SupplySummary.schema,
        "SupplyReport": SupplyReport.schema,
        "RequestList": Listing<RequestSummary>.schema(of: .named("Request")), "Request": RequestSummary.schema,
        "Assessment": AssessmentAnswer.schema,
        "GrantList": Listing<GrantSummary>.schema(of: .named("Grant")), "Grant": GrantSummary.schema,
        "DutyList": Listing<DutySummary>.schema(of: .named("Duty")), "Duty": DutySummary.schema,
        "Checkpoint": CheckpointAnswer.schema, "Proof": ProofAnswer.schema,
    ]
}
