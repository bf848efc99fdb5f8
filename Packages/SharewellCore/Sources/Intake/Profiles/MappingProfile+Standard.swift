public import Guidance

extension MappingProfile {
    /// The profile of files that have the standard's own field names, or the guidance's own words, as headers.
    public static func standard(for recordType: RecordType) -> MappingProfile {
        MappingProfile(
            name: "standard", title: "Files with the standard's own headers", datasets: [recordType.id],
            fields: recordType.fields.map { field in
                var mapping = FieldMapping(field: field.name)
                mapping.either = field.title == field.name ? [field.name] : [field.name, field.title]
                mapping.needed = false
                return mapping
            })
    }
}
