/// The form that keeps a view by name.
struct SavedViewForm {
    let explore: ExploreVisit
    var blocks: [Block] { [] }
}
