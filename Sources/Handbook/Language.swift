/// A language of the interface. Danish is the default.
public enum Language: String, CaseIterable, Sendable {
    case danish = "da"
    case english = "en"
}
