import Handbook

/// What the user's municipality has left to fill in of the mapping of the focus areas.
struct DeskMapping: Sendable {
    let mappingText: String

    init?(_ gaps: Int?, _ words: Words) {
        guard let gaps else { return nil }
        mappingText = words("mapping.desk", ["count": words.number(gaps)])
    }
}
